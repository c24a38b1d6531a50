"""A network's secretariat at work: its Monday, its members, its methodologies, its programmes and practices."""

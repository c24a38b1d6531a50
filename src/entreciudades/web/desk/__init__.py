"""A city at work: its profile, its programmes, their texts, its practices."""

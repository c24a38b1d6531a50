"""The alliances of a network as its secretariat follows them."""

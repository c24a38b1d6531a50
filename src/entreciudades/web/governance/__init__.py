"""Bodies, their meetings and decisions: those of an alliance, and those of a network."""

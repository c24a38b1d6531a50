"""Positions at the desk: those that a city drafts with others, and those to which it is invited."""

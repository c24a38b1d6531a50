"""A city that seeks a partner: its searches, step by step, up to the decision."""

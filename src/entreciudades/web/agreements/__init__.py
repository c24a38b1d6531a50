"""Approvals, signatures, the act and the validity of an agreement, at the desks of its parties and in the office."""

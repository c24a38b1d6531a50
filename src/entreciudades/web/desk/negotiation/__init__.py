"""Agreements that are negotiated here, at the desk of each party: begun, written, put before all, agreed."""

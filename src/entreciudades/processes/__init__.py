"""Verbs that cross rooms: search with rights, invitations, handover, erasure of a person, change of address. No models.

It knows every room below and none above; a room below never asks it for anything.
"""

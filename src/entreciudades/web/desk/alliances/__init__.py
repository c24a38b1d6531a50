"""The alliances of an organisation: proposed, joined, led through their stages."""

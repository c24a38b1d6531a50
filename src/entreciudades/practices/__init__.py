"""The catalogue of good practices.

Words: a `Practice` belongs to an organisation; its sheet has the fields that the methodology declares, each a text.
Review and transfers come to this room later. Must not know: programmes or alliances that cite a practice.
"""

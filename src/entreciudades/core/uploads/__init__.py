"""Files that people hand in: known by their content, examined, scanned, and refused with the reason or let through.

It stores nothing (`core.files` does) and knows no object that a file may hang on. Its words: an *upload* is what came;
a *part* is a file inside an office file; a *refusal* is why nothing was stored.
"""

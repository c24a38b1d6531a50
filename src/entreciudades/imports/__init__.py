"""Imports: files that people wrote are read, checked as a whole, and handed to the rooms' services.

Words: file, entry (one thing that a file describes), shape (what an entry may say), reference (how it names another).
Nothing is loaded from files in which anything is wrong, and what is there already is left as it stands.
Must not know: pages, and how a room keeps what it is given.
"""

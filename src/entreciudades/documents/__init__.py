"""Pure: frozen data in, bytes out. No Django, no queries, no clock.

Words: `prose` is text in a small Markdown; `book` is a programme assembled for reading, on a page or on paper.
Must not know: where the data comes from.
"""

"""A network's own way of working, kept as data.

Words: a *pack* is a readable TOML file; it has *parts* (programme, practice, …); a programme part has *variants*, a
variant has *sections*, *matrices*, *forms*; a *methodology* is one version of a pack as it was loaded.
The format (pack, check, sources, completeness) is pure and runs without Django, settings or a database.
This room must not know which networks or cities use a pack, nor how a matrix is filled: it only declares.
"""

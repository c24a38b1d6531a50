"""Vocabularies that every room shares, the crosswalks between them, countries, languages and places.

Words: codelist, term (written ``codelist:code``, as in ``sdg:11.2``), crosswalk, relation, place.
Files under ``data/`` are the truth; ``codelists`` and ``crosswalks`` read them without Django or settings.
The tables ``Term`` and ``Place`` are copies to key to: nobody edits them.
It must not know who uses a term: no city, network, programme or call.
"""

"""Cities, networks and other organisations: who cooperates, and what they bring.

Words: an `Organisation` is a city (municipality or metropolitan government), a network of cities, or another
body (agency, university, ministry…). A city has plans, departments, people, a map of actors, needs and offers.
Must not know: calls, alliances, programmes, or any network by name.
"""

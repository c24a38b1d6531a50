"""Pairs cities: how well each two fit, and the set of pairs with the greatest total, with its proof.

Its words: city, side, need, offer, component, affinity (in micro-units), pair, quota, certificate. Pure: it knows
neither Django nor the database, no network and no methodology; whatever it needs stands in a frozen `Problem`.
"""

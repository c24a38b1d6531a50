"""The office pairs the admitted cities of a call: runs, their pairs with reasons, what is fixed, what is proposed.

Affinities and totals are shown here and nowhere else.
"""

"""Who goes together, and under which agreement.

Words: an `Agreement` is signed by its parties and kept article by article; an `Alliance` is two or more organisations
that cooperate, each a party by its `Seat`, founded by a pair or told by a source. Stages and gates come to this room
later. Must not know: programmes, exchanges, money.
"""

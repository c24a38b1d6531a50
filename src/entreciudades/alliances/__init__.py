"""Who goes together, and under which agreement.

Words: an `Agreement` is signed by its parties and kept article by article. Stages and gates come to this room
with the alliances themselves. Must not know: programmes, exchanges, money.
"""

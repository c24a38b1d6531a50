"""Who goes together, how far they are, and under which agreement.

Words: an `Alliance` is two or more organisations that cooperate, each a party by its `Seat`; it is told by a source,
founded by a pair, or lives by a form of its methodology, stage after stage, each closed at its gate. An `Agreement` is
negotiated article by article and signed by its parties; a `Position` is one that others endorse. A gate's report comes
from above. Must not know: programmes, exchanges, money.
"""

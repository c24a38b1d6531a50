"""What cities do together: strategy, lines, activities, matrices.

Words: a `Programme` (UCCI's Programa de Cooperación Integral) is held by one city or by a network, follows one
version of a methodology in one variant, and names partners and territories. Its long texts are `core` texts by the
methodology's section keys; its matrices are computed from data and adjusted by the city with a reason.
Must not know: exchanges, indicators, money received.
"""

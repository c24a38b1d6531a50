"""Signatures in PDF files, PAdES: empty fields for the parties, signing, and what an examination finds.

Pure, and without a network: whom to trust and which certificates were revoked travels in. Its words: a *finding* is
something that is not as it should be; whoever reads it decides what follows. Nothing is refused here.
"""

"""What the parties of an alliance do together: exchanges, what comes of them, what each gave and received.

Words: an `Exchange` has a host and guests, each with its travellers; its *minute* is a text or a document; a `Product`
is validated by the city that receives it; a `Giving` says what one city gave another: time, people, expertise, hosting.
Must not know: programmes, gates, which count what was held and validated, and how flows are told (`processes`).
"""

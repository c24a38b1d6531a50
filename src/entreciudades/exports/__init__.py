"""Documents that leave the system: frozen data assembled from the rooms, rendered by `documents`, kept with a digest.

Words: to `assemble` is to gather a document's data for one reader's language; a `DocumentRun` is a document made.
Must not know: who asks for it and where it is shown.
"""

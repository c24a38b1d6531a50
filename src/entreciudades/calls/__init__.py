"""How partners find each other: calls, applications, assessment, admission, meetings, pairs.

Words: a `Call` of a network follows one version of a methodology; an `Application` belongs to a city, alone or for a
group of municipalities, and is frozen at each `Submission`; a `Review` is blind until sent; an `Admission` says
selected, in reserve or not selected; a `PairingRun` proposes pairs, which both cities accept or decline.
Must not know: alliances, which an accepted pair founds in `processes`.
"""

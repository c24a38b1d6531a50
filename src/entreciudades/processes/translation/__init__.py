"""Translations: what is missing in which language, from whom, and how it comes in.

A *scope* is what one desk or office has to translate: a city's own things, or everything that stands under a network.
A text waits for a language where it has none in it, or where its source went on since. Long texts are rows of
`core.models.Text`; short ones are the `LabelsField`s of the rows of `labels.LABELLED`.
"""

"""The kinds of things that files bring in: one class each, after the contract of `imports.kind`."""

"""A city's applications: begun, written together, submitted, mended."""

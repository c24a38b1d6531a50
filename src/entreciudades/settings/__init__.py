"""Settings of the product, of its demonstration and of its tests; all values of a place come from the environment."""

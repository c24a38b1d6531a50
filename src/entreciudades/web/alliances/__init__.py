"""The life of an alliance as pages show it, to its parties at their desks and to the secretariat in its office."""

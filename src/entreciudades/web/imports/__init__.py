"""Files brought in at a city's desk or a network's office: the same pages for both, each with its own doors."""

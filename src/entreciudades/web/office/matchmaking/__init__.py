"""Between admission and alliance: short lists, rounds of meetings, who gave preferences, what became of the pairs."""

"""Pages for visitors, in three languages."""

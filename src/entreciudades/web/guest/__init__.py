"""Pages for people without a login, each behind a link of their own."""

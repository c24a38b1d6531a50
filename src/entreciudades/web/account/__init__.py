"""A person and their own account: name, language, ways to sign in, sessions, what happened to it."""

"""Accounts: who somebody is, and how they sign in.

Words: user, e-mail, preferred language. A user is anonymised, never deleted.
Must not know: what anybody may do. Memberships and roles live in the room of the object that they open.
Holds no key to ``core``, so that ``core`` may hold keys to users.
"""

"""What people have to do and what they are told: tasks, notices, and how each person wants to be told.

Words: a *task* belongs to an organisation, has a date and perhaps an owner; a *notice* tells one person that something
happened. Both keep facts, never words: `kinds` words them in the language of whoever reads, on the page or by mail.
Must not know: what tasks and notices are about. Whoever opens one gives its kind, its facts and where it leads.
"""

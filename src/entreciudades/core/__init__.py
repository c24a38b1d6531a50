"""What every room stands on: trail, outbox, files, texts, index, states, access, money, dates.

Words: kind (an object's ``app.model`` label), text, sitting, trail, outbox, attachment, guard.
It holds no word of the domain: no city, network, programme or call is known here.
Rooms import from its modules; it imports only the pure packages.
"""

"""Web: pages for visitors, for a city at work and for a network's secretariat; the only floor that knows HTTP."""

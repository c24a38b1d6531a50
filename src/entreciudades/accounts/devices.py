"""From where somebody works, told so that they recognise it and no more: browser and system, part of the address."""

import ipaddress
from typing import Final

#: Mark in the header User-Agent -> name, those first that carry the marks of others too.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
#: Bits of an address that are kept: about a city's provider, not a household.
KEPT_BITS: Final = {4: 24, 6: 48}


def device_of(user_agent: str) -> str:
    """Return the browser and the system of a User-Agent, "Firefox/Windows"; what is unknown is left out."""
    found = (next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS))
    return "/".join(name for name in found if name)


def network_of(address: str) -> str:
    """Return the network of an IP address, "190.129.3.0/24"; empty where it is none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ipaddress.ip_network((known, KEPT_BITS[known.version]), strict=False))

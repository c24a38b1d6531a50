"""From where somebody works, told so that they recognise it and no more."""

import pytest

from entreciudades.accounts.devices import device_of, network_of

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("header", "device"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox/Linux"),
        (f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge/Windows"),
        (f"{MOZILLA} (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome/Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari/iPhone"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1", "Safari/macOS"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_its_name_and_system(header, device):
    assert device_of(header) == device


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("190.129.3.77", "190.129.3.0/24"),
        ("::ffff:190.129.3.77", "190.129.3.0/24"),
        ("2800:cd0:1:2::77", "2800:cd0:1::/48"),
        ("unknown", ""),
    ],
)
def test_an_address_loses_its_last_part(address, network):
    assert network_of(address) == network

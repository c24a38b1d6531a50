"""One way only of writing data, so that a digest proves it: JSON with keys in order, without spaces, in UTF-8."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(frozen: Mapping[str, Any]) -> bytes:
    """Write data in its canonical form."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(frozen: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, as hexadecimal."""
    return hashlib.sha256(canonical(frozen)).hexdigest()

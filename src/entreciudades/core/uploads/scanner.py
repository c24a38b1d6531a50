"""The virus scan by clamd, where CLAMD_URL names one: asked before a file is stored, over its INSTREAM command."""

from __future__ import annotations

import logging
import socket
import struct
from typing import TYPE_CHECKING, Final

from django.conf import settings

from entreciudades.core.errors import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS: Final = 60  # clamd looks into archives as deep as it is told
_CHUNK: Final = 64 * 1024
_logger = logging.getLogger(__name__)


def scan(data: bytes) -> None:
    """Raise FileRefused ("virus") for what the scanner knows, and ("unscanned") where it does not answer.

    Without a scanner in the settings nothing is asked.
    """
    if settings.CLAMD is None:
        return
    try:
        answer = _ask(b"INSTREAM", _pieces(data))
    except OSError as error:
        _logger.warning("The virus scanner of CLAMD_URL does not answer: %s", type(error).__name__)
        raise FileRefused("unscanned", found="clamd", expected="OK") from None
    if answer.endswith(" FOUND"):
        raise FileRefused("virus", found=answer.removeprefix("stream: ").removesuffix(" FOUND"), expected="OK")
    if answer != "stream: OK":
        _logger.warning("The virus scanner of CLAMD_URL answers: %s", answer)
        raise FileRefused("unscanned", found=answer, expected="OK")


def answers() -> bool:
    """Whether the scanner is there. Raises OSError where nobody listens."""
    return _ask(b"PING", iter(())) == "PONG"


def _pieces(data: bytes) -> Iterator[bytes]:
    """What INSTREAM wants: each piece after its length in four bytes, and an empty one at the end."""
    for start in range(0, len(data), _CHUNK):
        piece = data[start : start + _CHUNK]
        yield struct.pack("!I", len(piece)) + piece
    yield struct.pack("!I", 0)


def _ask(command: bytes, pieces: Iterator[bytes]) -> str:
    with _connected(settings.CLAMD) as line:
        line.sendall(b"z" + command + b"\0")
        for piece in pieces:
            line.sendall(piece)
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected(address: str | tuple[str, int]) -> socket.socket:
    """Reach a socket by its path, or a port by its host."""
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line

"""Files on their way in: whoever sends without end fills no disk, and is told kindly that the file is too large."""

from typing import Final

from django.core.files.uploadhandler import FileUploadHandler

LONGEST: Final = 32 * 1024 * 1024
"""More than any kind of file may have, so that the rest of a longer one need not be kept to refuse it."""


class Capped(FileUploadHandler):
    """Pass on a file up to its first chunk past LONGEST; what follows is read and forgotten."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Give a chunk to the handlers that keep it, or to none."""
        return raw_data if start <= LONGEST else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that kept it."""

"""Stops reading a file that is larger than allowed, before it fills the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Lets a file through until it is over the limit, and drops what follows.

    What the page gets is then over the limit by one chunk at most, so the intake refuses it by
    name while the other files of the same form are kept.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count a file."""
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's signature
        """Pass a chunk on, or nothing once the file is over the limit."""
        is_over = self.seen > settings.EVIDENCE.upload_limit
        self.seen += len(raw_data)
        return None if is_over else raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's signature
        """Leave the file to the handler that holds it."""
        return

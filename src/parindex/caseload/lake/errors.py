"""What the lake refuses, and why."""

from __future__ import annotations

from parindex.errors import ParindexError


class LakeError(ParindexError):
    """A table of the lake cannot be read or written as asked; nothing was changed."""

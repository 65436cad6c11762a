"""Looks into received bytes: what they are, what they say of themselves, whether they are safe."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parindex.web.evidence.inspect.kinds import INLINE, PDF, kind_of
from parindex.web.evidence.inspect.pdf import read_pdf
from parindex.web.evidence.inspect.virus import Scan, scan

__all__ = ["INLINE", "Found", "Scan", "inspect_file", "read_pdf", "scan"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read out of a file."""

    media_type: str
    pages: int | None = None
    is_readable: bool = True
    signatures: list[dict[str, Any]] = field(default_factory=list)


def inspect_file(path: Path, file_name: str, *, trust: Path | None) -> Found:
    """Tell a file's type by its content, or refuse it; read a PDF's pages and signatures."""
    kind = kind_of(path, file_name)
    if kind is not PDF:
        return Found(kind.media_type)
    reading = read_pdf(path, trust)
    return Found(kind.media_type, reading.pages, reading.is_readable, reading.signatures_as_json())

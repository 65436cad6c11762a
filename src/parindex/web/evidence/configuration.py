"""What the environment sets for the evidence bank: read once, typed, loud when it is wrong."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceConfiguration:
    """How large a file may be, who looks for viruses, whose signatures are known.

    `PARINDEX_UPLOAD_MB` is the limit of one file; `PARINDEX_CLAMD` the address of clamd, a path
    or host:port, none when empty; `PARINDEX_TRUST` a folder of certificates (PEM) whose
    signatures count as known, none when empty.
    """

    upload_limit: int
    clamd: str
    trust: Path | None

    @classmethod
    def read(cls) -> EvidenceConfiguration:
        """Read the environment."""
        return cls(
            upload_limit=_megabytes(os.environ.get("PARINDEX_UPLOAD_MB") or "25") * MEGABYTE,
            clamd=_address(os.environ.get("PARINDEX_CLAMD", "").strip()),
            trust=_folder(os.environ.get("PARINDEX_TRUST", "").strip()),
        )


def _megabytes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 500:
        raise ValueError(f"PARINDEX_UPLOAD_MB is {text!r}; write a whole number from 1 to 500")
    return int(text)


def _address(text: str) -> str:
    if not text or text.startswith("/"):
        return text
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(f"PARINDEX_CLAMD is {text!r}; write /path/to/clamd.ctl or host:port")
    return text


def _folder(text: str) -> Path | None:
    if not text:
        return None
    if not Path(text).is_dir():
        raise ValueError(f"PARINDEX_TRUST is {text!r}; write a folder that holds PEM certificates")
    return Path(text).resolve()

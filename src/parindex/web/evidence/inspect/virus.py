"""Asks clamd whether some bytes are infected, by its INSTREAM command.

The protocol is a line, then chunks with their length in front, then one line back; it is written
from the manual of clamd. An answer that cannot be had is `FAILED`, never `CLEAN`.
"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from parindex.web.evidence.enums import ScanState

CHUNK = 64 * 1024
TIMEOUT = 60
ANSWER = re.compile(r"^stream: (?:(?P<clean>OK)|(?P<virus>.+) FOUND)$")


@dataclass(frozen=True, slots=True)
class Scan:
    """What clamd said of a file; `said` is the name of the virus or of the trouble."""

    state: ScanState
    said: str = ""


def scan(path: Path, address: str) -> Scan:
    """Scan a file through the clamd at an address, or say that nobody scanned it."""
    if not address:
        return Scan(ScanState.NOT_SCANNED)
    try:
        answer = _ask(path, address)
    except OSError as error:
        return Scan(ScanState.FAILED, str(error)[:300])
    match = ANSWER.match(answer)
    if match is None:
        return Scan(ScanState.FAILED, (answer or "no answer")[:300])
    if match["clean"]:
        return Scan(ScanState.CLEAN)
    return Scan(ScanState.INFECTED, match["virus"][:300])


def _ask(path: Path, address: str) -> str:
    with closing(_connect(address)) as line, path.open("rb") as file:
        try:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except BrokenPipeError:  # clamd hangs up on a file over its own limit, after saying so
            pass
        with line.makefile("rb") as answer:
            return answer.read().rstrip(b"\0\n").decode(errors="replace")


def _connect(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(TIMEOUT)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line

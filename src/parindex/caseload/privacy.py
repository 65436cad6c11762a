"""Personal data at the door: what may be compared is keyed-hashed, the rest is never kept.

A hash is HMAC-SHA256 under the installation's own key, cut to 128 bits (32 hexadecimal digits).
Without the key nobody can try out the twelve digits of an identity card. Each kind of value has a
space of its own, so a phone number and an identity number never meet.

The key is a secret of the installation: it must outlive the lake, since records hashed under
another key no longer compare with the old ones, and it must not lie beside a copy of the lake that
is handed on.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import ParindexError

KEY_FILE: Final = "caseload.key"
LEAST: Final = 32
"""Letters of a key: 128 bits in hexadecimal digits."""
LENGTH: Final = 32
HASHED: Final = r"^[0-9a-f]{32}$"
NO_DIGIT: Final = "[^0-9]+"
BLOCK: Final = 64
"""Bytes of a block of SHA-256, to which HMAC fills the key."""

DUMMIES: Final = (
    *("000000001", "000000000", "000000000000", "000000000001"),
    *(digit * length for digit in "123456789" for length in (9, 12)),
    *("123456789", "012345678", "987654321", "123456789012", "012345678901", "012345678910"),
)
"""Identity numbers that clerks and programs write when they have none."""

NAME: Final = r"^\p{Lu}[\p{L}.]*(?:\s+\p{Lu}[\p{L}.]*)+$"
"""Words that all begin with a capital; words of a state or a channel do not."""
NUMBER: Final = r"(?:[0-9][ .-]?){8}[0-9]"
"""Nine digits or more, as telephones, identity cards and accounts have."""
OFFICE: Final = (
    r"^(?i:phòng|sở|ban|bộ|ubnd|ủy ban|hđnd|trung tâm|tt|văn phòng|vp|chi cục|cục|công an|tổ|đội"
    r"|chi nhánh|thanh tra|quầy|kho bạc|bảo hiểm|thuế|trạm|viện|trường|quỹ|khối|một cửa)\b"
)
"""Words that an office begins with and a person does not."""


def may_name_a_person(values: pl.Series) -> pl.Series:
    """Return which texts may be a name, a number or an address of a person; null is none.

    Examples
    --------
    >>> texts = ["Đang xử lý", "Nguyễn Văn A", "0912 000 000", "Sở Xây Dựng"]
    >>> may_name_a_person(pl.Series(texts)).to_list()
    [False, True, True, False]
    """
    is_name = values.str.contains(NAME) & ~values.str.contains(OFFICE)
    found = is_name | values.str.contains(NUMBER) | values.str.contains("@", literal=True)
    return found.fill_null(value=False)


class SecretKeyError(ParindexError):
    """The key of the hashes cannot be used."""


class Secret(StrEnum):
    """What a hash stands for; equal values of two kinds have different hashes."""

    IDENTITY = "identity"
    PHONE = "phone"
    HANDLER = "handler"
    FILE = "file"


def _digits(text: str) -> str:
    return re.sub(NO_DIGIT, "", text)


def _phone(text: str) -> str:
    """Return the digits of a phone number, +84 written as 0."""
    digits = _digits(text)
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits


def _account(text: str) -> str:
    return " ".join(text.split()).casefold()


WRITTEN: Final[dict[Secret, Callable[[str], str]]] = {
    Secret.IDENTITY: lambda text: _digits(text) or _account(text),
    Secret.PHONE: _phone,
    Secret.HANDLER: _account,
    Secret.FILE: str.strip,
}
"""How a value is written before it is hashed, so that two spellings give one hash."""

NUMBERS: Final = (Secret.IDENTITY, Secret.PHONE)
"""What is written in digits, and is another one in almost every record."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Hashes under one key.

    Examples
    --------
    >>> names = Pseudonyms(b"k" * 32)
    >>> names.of(Secret.PHONE, "+84 912 000 000") == names.of(Secret.PHONE, "0912000000")
    True
    >>> names.of(Secret.PHONE, "0912000000") == names.of(Secret.IDENTITY, "0912000000")
    False
    """

    key: bytes = field(repr=False)

    def of(self, secret: Secret, value: str) -> str | None:
        """Return the hash of a value; None when it says nothing, such as a lone hyphen."""
        written = WRITTEN[secret](value)
        return self._hasher(secret)(written) if re.search(r"\w", written) else None

    def column(self, secret: Secret, values: pl.Series) -> pl.Series:
        """Return the hashes of a column of texts; null stays null.

        Each value is hashed one by one, at some 1.5 microseconds: no engine of columns knows
        keyed hashes, and no value may leave this function.
        """
        if secret not in NUMBERS:
            known = {each: self.of(secret, each) for each in values.unique().drop_nulls()}
            return values.replace_strict(list(known), list(known.values()), return_dtype=pl.String)
        digits = values.str.replace_all(NO_DIGIT, "")
        if secret is Secret.PHONE:
            is_foreign = digits.str.starts_with("84") & (digits.str.len_bytes() > 10)
            local = pl.select(pl.lit("0") + digits.str.slice(2)).to_series()
            digits = local.zip_with(is_foreign.fill_null(value=False), digits)
        hashed, alone = self._hasher(secret), partial(self.of, secret)
        hashes = [
            hashed(written) if written else value and alone(value)
            for written, value in zip(digits, values, strict=True)
        ]
        return pl.Series(values.name, [each or None for each in hashes], dtype=pl.String)

    def _hasher(self, secret: Secret) -> Callable[[str], str]:
        """Return HMAC-SHA256 (RFC 2104) with the key and the kind already taken in."""
        key = self.key if len(self.key) <= BLOCK else sha256(self.key).digest()
        key = key.ljust(BLOCK, b"\0")
        inner = sha256(bytes(byte ^ 0x36 for byte in key) + f"{secret}:".encode())
        outer = sha256(bytes(byte ^ 0x5C for byte in key))

        def hashed(written: str) -> str:
            one, two = inner.copy(), outer.copy()
            one.update(written.encode())
            two.update(one.digest())
            return two.hexdigest()[:LENGTH]

        return hashed

    def dummies(self) -> frozenset[str]:
        """Return the hashes of the known dummies among identity numbers.

        A stored hash that is one of these stood for no person: the checks of data quality find
        `000000001` without any number being kept.
        """
        return frozenset(self.known(Secret.IDENTITY, DUMMIES))

    def known(self, secret: Secret, values: Iterable[str]) -> list[str]:
        """Return the hashes of values that one already knows, to look for them."""
        return [found for each in values if (found := self.of(secret, each)) is not None]


def load_key(folder: Path, given: str | None = None) -> Pseudonyms:
    """Return the hashes of an installation; the key is made on first use.

    Parameters
    ----------
    folder : Path
        The home folder; the key stands in its file ``caseload.key``, readable by its owner only.
    given : str, optional
        A key from the environment, which comes first.

    Raises
    ------
    SecretKeyError
        If the key is too short to be a secret, or others may read its file.
    """
    if given:
        return Pseudonyms(_checked(given, "PARINDEX_CASELOAD_KEY"))
    file = folder / KEY_FILE
    if not file.exists():
        _make(file)
    if file.stat().st_mode & 0o077:
        raise SecretKeyError(
            f"{KEY_FILE} may be read by others than its owner, so the hashes of identity numbers "
            f"could be undone; run `chmod 600` on it"
        )
    return Pseudonyms(_checked(file.read_text(encoding="ascii"), KEY_FILE))


def _checked(text: str, where: str) -> bytes:
    key = text.strip()
    if len(key) < LEAST:
        raise SecretKeyError(
            f"{where}: a key of {len(key)} letters can be guessed; give {LEAST} or more random "
            "ones, such as `openssl rand -hex 32` prints"
        )
    return key.encode()


def _make(file: Path) -> None:
    """Write a new key whole or not at all; whoever comes second uses the first one's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()

"""The content hash of a rulebook: equal law has an equal fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from parindex.rulebook.model import Rulebook


def plain(value: Any) -> Any:
    """Return a value as plain JSON data; decimals lose trailing zeros, not digits.

    Examples
    --------
    >>> plain({"b": Decimal("1.50"), "a": (1, None)})
    {'b': '1.5', 'a': [1, None]}
    """
    if isinstance(value, BaseModel):
        items = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {name: plain(item) for name, item in items}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def fingerprint(rulebook: Rulebook) -> str:
    """Return the SHA-256 of the rulebook's content, 64 hexadecimal digits."""
    text = json.dumps(plain(rulebook), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()

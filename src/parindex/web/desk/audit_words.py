"""Old and new values of an audit row in words, name by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from parindex.web.assessment.enums import (
    DeadlineKind,
    Exemption,
    Phase,
    ReasonCode,
    RowStatus,
    SheetState,
)
from parindex.web.common.formats import language, show_moment
from parindex.web.desk.words import SAID
from parindex.web.org.enums import Role

LIMIT = 160
NUMBER = re.compile(r"-?\d+\.\d+")
ENUMS = (Exemption, SheetState, RowStatus, Phase, DeadlineKind, ReasonCode, Role)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; "" where there was none."""

    name: str
    old: str
    new: str


def changes_of(old: Any, new: Any) -> tuple[Change, ...]:
    """Return what a row says of the values before and after."""
    before, after = _flat(old), _flat(new)
    names = list(dict.fromkeys([*before, *after]))
    return tuple(
        Change(_named(name), _said(before.get(name)), _said(after.get(name)))
        for name in names
        if before.get(name) != after.get(name) or name in after
    )


def _flat(value: Any) -> dict[str, Any]:
    """Return a value as one level of names; facts stand by themselves."""
    if value is None or value == {}:
        return {}
    if not isinstance(value, Mapping):
        return {"": value}
    flat: dict[str, Any] = {}
    for name, each in value.items():
        if isinstance(each, Mapping) and name == "facts":
            flat |= dict(each)
        else:
            flat[name] = each
    return flat


def _named(name: str) -> str:
    return str(SAID.get(name, name.replace("_", " ")))


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return _cut(_list(value))
    if isinstance(value, Mapping):
        return _cut(", ".join(f"{_named(name)} {_said(each)}" for name, each in value.items()))
    return _cut(_text(str(value)))


def _list(items: list[Any]) -> str:
    if any(isinstance(each, Mapping) for each in items) and len(items) > 3:
        return _("%(number)s mục") % {"number": len(items)}
    return "; ".join(_said(each) for each in items)


def _text(text: str) -> str:
    for kind in ENUMS:
        if text in kind.values:
            return str(kind(text).label)
    if NUMBER.fullmatch(text):
        return text if language() == "en" else text.replace(".", ",")
    at = _moment(text)
    return text if at is None else show_moment(at)


def _moment(text: str) -> datetime | None:
    """Return a minute that a row keeps as text, None for any other text."""
    if len(text) < 16 or text[4:5] != "-" or ":" not in text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else f"{text[:LIMIT]}…"

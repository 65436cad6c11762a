"""Old and new values of an audit row in words, name by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.words import FactWords
from parindex.web.assessment.enums import (
    CaseKind,
    Choice,
    DeadlineKind,
    Exemption,
    Phase,
    ReasonCode,
    RowStatus,
    SheetState,
    Stage,
)
from parindex.web.common.formats import language, show_moment
from parindex.web.desk.words import METHODS, SAID
from parindex.web.evidence.enums import ScanState
from parindex.web.org.enums import Role, UnitKind

LIMIT = 160
NUMBER = re.compile(r"-?\d+\.\d+")
ENUMS = (
    *(Exemption, SheetState, RowStatus, Phase, DeadlineKind, Stage, ReasonCode),
    *(CaseKind, Choice, ScanState, Role, UnitKind),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after; "" where there was none."""

    name: str
    old: str
    new: str


def changes_of(old: Any, new: Any, facts: Mapping[str, FactWords]) -> tuple[Change, ...]:
    """Return what a row says of the values before and after.

    `facts` are the words of the component's facts; a fact that its set no longer knows is shown
    as it is.
    """
    before, after = _flat(old), _flat(new)
    changes = [
        Change(_named(name), _said(before.get(name)), _said(after.get(name)))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) or name in after
    ]
    return (*_fact_changes(_facts_in(old), _facts_in(new), facts), *changes)


def _fact_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], facts: Mapping[str, FactWords]
) -> list[Change]:
    changes = []
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) == new.get(name):
            continue
        words = facts.get(name)
        label = words.label if words else name
        shown = [_fact_said(each.get(name), words) for each in (old, new)]
        changes.append(Change(label, *shown))
    return changes


def _fact_said(value: Any, words: FactWords | None) -> str:
    if value is None:
        return ""
    return _cut(words.shown(value) if words else str(value))


def _facts_in(value: Any) -> Mapping[str, Any]:
    found = value.get("facts") if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _flat(value: Any) -> dict[str, Any]:
    """Return a value as names; the facts stand by themselves, elsewhere."""
    if value is None or value == {}:
        return {}
    if not isinstance(value, Mapping):
        return {"": value}
    is_fact = {"facts"} if isinstance(value.get("facts"), Mapping) else set()
    return {name: each for name, each in value.items() if name not in is_fact}


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
    if text in METHODS:
        return str(METHODS[text])
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

"""Gives every entry a code and a key of its own; printed codes may repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.rulebook.annex.codes import Rank
from parindex.rulebook.annex.decisions import Decision, Topic, decide
from parindex.rulebook.annex.entries import Entry
from parindex.rulebook.annex.words import slug


def name_entries(fields: Sequence[Entry]) -> list[Decision]:
    """Set `code` and `key` of all entries; return what a person should look at.

    Codes that restart in a later field get that field's code in front (II.1); a code that
    repeats otherwise gets its parent's in front, or a number behind.
    """
    decisions = _code(fields)
    keys: set[str] = set()
    for field in fields:
        for entry in field.walk():
            entry.key = slug(entry.name, keys)
            keys.add(entry.key)
    return decisions


def _code(fields: Sequence[Entry]) -> list[Decision]:
    restarts = _restarts(fields)
    decisions = []
    if restarts:
        vi = f"mã {', '.join(restarts)} lặp lại ở nhiều phần; bản nháp thêm mã của phần ở trước"
        decisions.append(decide(Topic.TREE, "mã/code", vi, "codes restart; parts stand in front"))
    taken: set[str] = set()
    for field in fields:
        for entry in _code_below(field, None, taken, is_prefixed=bool(restarts)):
            vi = f"mã {entry.line.printed} in hai lần; bản nháp đặt là {entry.code}"
            decisions.append(decide(Topic.TREE, entry.line.where, vi, "the code repeats"))
    return decisions


def _restarts(fields: Sequence[Entry]) -> list[str]:
    """Return the codes that stand in more than one part."""
    homes: dict[str, set[str]] = {}

    def visit(entry: Entry, home: str) -> None:
        own = entry.line.code
        if own is not None and not own.is_letter:
            if own.rank < Rank.NUMBER or not home:
                home = f"{home}/{own.text}"
            else:
                homes.setdefault(own.text, set()).add(home)
        for child in entry.children:
            visit(child, home)

    for field in fields:
        visit(field, "")
    return [code for code, places in homes.items() if len(places) > 1]


def _code_below(
    entry: Entry, above: Entry | None, taken: set[str], *, is_prefixed: bool
) -> Iterator[Entry]:
    """Code an entry and all below it; return those whose printed code was taken."""
    own = entry.line.code
    if above is None:
        wanted = own.text if own is not None else "1"
    elif own is None:
        wanted = f"{above.code}.{_next(above.code, taken)}"
    elif is_prefixed or own.is_letter:
        head = above.line.code.text if above.line.code is not None else above.code
        wanted = f"{above.code}.{own.text.removeprefix(f'{head}.')}"
    else:
        wanted = own.text
    wanted = wanted[:36]
    if wanted in taken and above is not None and not wanted.startswith(f"{above.code}."):
        wanted = f"{above.code}.{wanted}"[:36]
    entry.code, number = wanted, 1
    while entry.code in taken:
        number += 1
        entry.code = f"{wanted}-{number}"
    taken.add(entry.code)
    if number > 1 or (own is not None and not is_prefixed and not entry.code.endswith(own.text)):
        yield entry
    for child in entry.children:
        yield from _code_below(child, entry, taken, is_prefixed=is_prefixed)


def _next(above: str, taken: set[str]) -> int:
    """Return the first free number below a code."""
    return next(number for number in range(1, len(taken) + 2) if f"{above}.{number}" not in taken)

"""Which header of an export means which field: recognised, or saved in a file for each source.

A mapping is a YAML file; only `headers` must be there::

    name: Hệ thống một cửa của tỉnh
    form: dd/MM/yyyy HH:mm:ss
    headers:
      Số hồ sơ: dossier_code
      Ngày hẹn trả: due_at
    codes:
      status:
        Đang thẩm định: 4
    constants:
      channel: "1"
    population_databases: [CSDLDC]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from parindex.caseload.readers.fields import BY_HEADER, BY_NAME, PERSONAL_HEADERS, REQUIRED
from parindex.caseload.readers.intake import NOTHING, Codes, Intake, IntakeError, MappingError
from parindex.caseload.readers.moments import Form
from parindex.caseload.readers.words import fold
from parindex.errors import Problem
from parindex.rulebook.source import Positions, read_yaml

KEYS: Final = ("name", "form", "headers", "codes", "constants", "population_databases")
NOT_RECOGNISED: Final = (
    "# not recognised; put a field behind those that matter (docs/reference/dossier-fields.md):"
)
SEEN: Final = 3
"""Fields that must be found before a row is taken for the row of headers."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields of a table, by the place of their column from 0, and the headers not read."""

    places: Mapping[str, int]
    headers: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Return for each field its header."""
        return {field_: self.headers[place] for field_, place in self.places.items()}

    @property
    def unread(self) -> list[str]:
        """Return the headers that no field has."""
        taken = set(self.places.values())
        return [h for place, h in enumerate(self.headers) if place not in taken and h.strip()]


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801 - `Mapping` is Python's own
    """A saved mapping; an empty one recognises headers by itself."""

    name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Form = Form.AUTO
    codes: Codes = field(default_factory=lambda: NOTHING)
    constants: Mapping[str, str] = field(default_factory=dict)
    population_databases: frozenset[str] = frozenset()

    def applied(self, intake: Intake) -> Intake:
        """Return the intake with what the mapping says of moments and words."""
        databases = self.population_databases | intake.population_databases
        return replace(intake, form=self.form, codes=self.codes, population_databases=databases)

    def columns(self, headers: Sequence[str]) -> Columns:
        """Return which column holds which field.

        A saved mapping alone decides where it says anything; else headers are recognised, and of
        several that mean the same field the more usual one is read.
        """
        told = tuple(headers)
        if self.headers:
            wanted = {fold(header): name for header, name in self.headers.items()}
            found = {wanted[fold(h)]: at for at, h in enumerate(told) if fold(h) in wanted}
        else:
            found = dict(_recognised(told))
        return Columns({name: found[name] for name in BY_NAME if name in found}, told)

    def required(self, columns: Columns, origin: str) -> Columns:
        """Return the columns; raise `IntakeError` if a needed one is missing."""
        missing = [
            name for name in REQUIRED if name not in columns.places and name not in self.constants
        ]
        if missing:
            names = ", ".join(BY_NAME[name].vi for name in missing)
            raise IntakeError(
                f"{origin}: no column for {', '.join(missing)} ({names}) among "
                f"{len(columns.headers)} headers; {len(columns.places)} were recognised. Name the "
                f"columns in a mapping: `parindex dossiers mapping` proposes one"
            )
        return columns


def _recognised(headers: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield field and place; the header that stands first among a field's own words wins."""
    found: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        word = fold(header)
        each = BY_HEADER.get(word)
        if each is not None:
            rank = (each.folded().index(word), place)
            found[each.name] = min(found.get(each.name, rank), rank)
    yield from ((name, place) for name, (_, place) in found.items())


def header_row(rows: Sequence[Sequence[str]], mapping: Mapping_, origin: str) -> int:
    """Return the index of the row of headers: the one with most fields, titles above it.

    Raises
    ------
    IntakeError
        If no row has at least three fields.
    """
    counts = [len(mapping.columns(row).places) for row in rows]
    best = max(counts, default=0)
    if best < SEEN:
        raise IntakeError(
            f"{origin}: no row of headers among the first {len(rows)} rows. Give the columns "
            "Vietnamese headers such as Mã hồ sơ, Mã TTHC, Trạng thái, or name them in a mapping"
        )
    return counts.index(best)


def load_mapping(file: Path) -> Mapping_:
    """Return a saved mapping; raise `MappingError` with every fault and its line."""
    positions, problems = Positions(), list[Problem]()
    raw = read_yaml(file, file.name, (), positions, problems)
    if not isinstance(raw, dict):
        problems.append(Problem(file.name, "no keys stand here", f"Write {', '.join(KEYS)}"))
        raise MappingError(problems)
    problems.extend(_problems(raw, positions))
    if problems:
        raise MappingError(problems)
    return Mapping_(
        name=str(raw.get("name", "")),
        headers={str(header): name for header, name in raw.get("headers", {}).items()},
        form=Form(raw.get("form", Form.AUTO)),
        codes={name: _texts(table) for name, table in raw.get("codes", {}).items()},
        constants=_texts(raw.get("constants", {})),
        population_databases=frozenset(map(str, raw.get("population_databases", []))),
    )


def _texts(table: Mapping[Any, Any]) -> dict[str, str]:
    return {str(key): _text(value) for key, value in table.items()}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problems(raw: dict[Any, Any], positions: Positions) -> Iterator[Problem]:
    for key in raw:
        if key not in KEYS:
            what = f"{key!r} is no key of a mapping"
            yield Problem(positions.of((key,)), what, f"Write one of {', '.join(KEYS)}")
    if raw.get("form", Form.AUTO) not in set(Form):
        what = f"{raw['form']!r} is no form of moments"
        yield Problem(positions.of(("form",)), what, f"Write one of {', '.join(Form)}")
    for key in ("headers", "codes", "constants"):
        if not isinstance(raw.get(key, {}), dict):
            yield Problem(positions.of((key,)), f"{key} holds no pairs", "Write `word: value`")
            raw[key] = {}
    if not isinstance(raw.get("population_databases", []), list):
        where = positions.of(("population_databases",))
        yield Problem(where, "this is no list", "Write `[one, another]`")
    yield from _headers(raw.get("headers", {}), positions)
    yield from _fields(raw.get("codes", {}), "codes", positions)
    yield from _fields(raw.get("constants", {}), "constants", positions)
    for name, table in raw.get("codes", {}).items():
        if not isinstance(table, dict):
            yield Problem(
                positions.of(("codes", name)), "this holds no pairs", "Write `word: code`"
            )


def _headers(headers: dict[Any, Any], positions: Positions) -> Iterator[Problem]:
    yield from _fields(dict.fromkeys(headers.values()), "headers", positions, headers)
    seen: dict[Any, Any] = {}
    for header, name in headers.items():
        where = positions.of(("headers", header))
        if name in seen:
            what = f"{header!r} and {seen[name]!r} both fill {name}"
            yield Problem(where, what, "Keep one of them")
        seen[name] = header
        if fold(str(header)) in PERSONAL_HEADERS:
            what = f"{header!r} names or describes a person and is never read"
            yield Problem(where, what, "Take the line away")


def _fields(
    names: Mapping[Any, Any],
    key: str,
    positions: Positions,
    headers: Mapping[Any, Any] | None = None,
) -> Iterator[Problem]:
    places = {name: header for header, name in (headers or {}).items()}
    for name in names:
        if name not in BY_NAME:
            where = positions.of((key, places.get(name, name)))
            yield Problem(where, f"{name!r} is no field", f"Write one of {', '.join(BY_NAME)}")


def proposal(headers: Sequence[str], name: str) -> str:
    """Return a mapping as YAML for a person to complete: what is recognised, what is not.

    Examples
    --------
    >>> print(proposal(["Số hồ sơ", "Người nộp", "Phòng"], "mot-cua"))
    # Mapping of the columns of an export; every header stands here once.
    name: mot-cua
    headers:
      Số hồ sơ: dossier_code
    # personal, never read:
    #   Người nộp
    # not recognised; put a field behind those that matter (docs/reference/dossier-fields.md):
    #   Phòng
    <BLANKLINE>
    """
    columns = Mapping_().columns(headers)
    pairs = {columns.headers[at]: each for each, at in sorted(columns.places.items(), key=_place)}
    told = yaml.safe_dump(
        {"name": name, "headers": pairs}, allow_unicode=True, sort_keys=False, width=200
    )
    lines = ["# Mapping of the columns of an export; every header stands here once.", told.rstrip()]
    personal = [h for h in columns.unread if fold(h) in PERSONAL_HEADERS]
    others = [h for h in columns.unread if fold(h) not in PERSONAL_HEADERS]
    if personal:
        lines += ["# personal, never read:", *(f"#   {_flat(h)}" for h in personal)]
    if others:
        lines += [
            NOT_RECOGNISED,
            *(f"#   {_flat(h)}" for h in others),
        ]
    return "\n".join(lines) + "\n"


def _place(pair: tuple[str, int]) -> int:
    return pair[1]


def _flat(header: str) -> str:
    return " ".join(header.split())

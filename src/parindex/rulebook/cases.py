"""Worked cases of a rulebook: facts, and the points or status that must come out."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from parindex.errors import NotFoundError, Problem
from parindex.rulebook.load import base_folder, natural, rulebook_folder
from parindex.rulebook.model import Rulebook
from parindex.rulebook.source import Positions, read_yaml
from parindex.rulebook.values import Frozen, exact

STATUSES = frozenset({"not_applicable", "missing", "pending"})


def _outcome(value: object) -> Decimal | str:
    """Return what must come out: a status, or exact points."""
    return value if isinstance(value, str) and value in STATUSES else exact(value)


class Case(Frozen):
    """One worked case; `border` marks one that stands at an edge of the rule."""

    name: str
    facts: dict[str, Any]
    expect: dict[str, Annotated[Decimal | str, BeforeValidator(_outcome)]]
    border: bool = False
    block: str | None = None


_CASES = TypeAdapter(tuple[Case, ...])


def _inherited_cases(folder: Path, problems: list[Problem]) -> list[tuple[str, Case]]:
    """Return the cases of the base; faults of `based_on` itself are told by the loader."""
    head = read_yaml(folder / "rulebook.yaml", "rulebook.yaml", (), Positions(), [])
    if not isinstance(head, dict) or "based_on" not in head:
        return []
    try:
        base = base_folder(head["based_on"], folder)
    except NotFoundError:
        return []
    changes = head.get("changes", [])
    listed = changes if isinstance(changes, list) else []
    changed = {str(each.get("code")) for each in listed if isinstance(each, dict)}
    inherited, found = read_cases(base)
    problems.extend(found)
    return [(place, case) for place, case in inherited if not changed & set(case.expect)]


def read_cases(name: str | Path) -> tuple[tuple[tuple[str, Case], ...], tuple[Problem, ...]]:
    """Read the cases of a rulebook and of what it is based on, each with its place.

    Returns
    -------
    cases, problems : tuple, tuple
        Cases whose codes a nearer rulebook changes are left to that rulebook.
    """
    folder = rulebook_folder(name)
    positions, problems = Positions(), list[Problem]()
    cases = _inherited_cases(folder, problems)
    for file in sorted((folder / "cases").glob("*.yaml"), key=natural):
        label = f"cases/{file.name}"
        raw = read_yaml(file, label, (label,), positions, problems)
        try:
            parsed = _CASES.validate_python(raw or [])
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                where = positions.of((label, *fault["loc"]))
                problems.append(Problem(where, str(fault["msg"]), "Correct the case"))
            continue
        cases += [(positions.of((label, index)), case) for index, case in enumerate(parsed)]
    return tuple(cases), tuple(problems)


def coverage_problems(rulebook: Rulebook, cases: tuple[tuple[str, Case], ...]) -> list[Problem]:
    """Return a problem for each component with fewer than two cases or none at a border."""
    number: Counter[str] = Counter()
    border: Counter[str] = Counter()
    for _, case in cases:
        number.update(case.expect.keys())
        border.update(case.expect.keys() if case.border else ())
    problems = []
    for leaf in rulebook.leaves():
        if number[leaf.code] < 2 or not border[leaf.code]:
            what = (
                f"component {leaf.code} has {number[leaf.code]} worked cases, "
                f"{border[leaf.code]} at a border"
            )
            problems.append(Problem("cases", what, "Give at least two, one marked `border: true`"))
    return problems

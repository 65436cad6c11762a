"""Worked cases of a rulebook: facts, and the points or status that must come out."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from parindex.errors import Problem
from parindex.rulebook.load import natural, rulebook_folder
from parindex.rulebook.model import Rulebook
from parindex.rulebook.source import Positions, read_yaml
from parindex.rulebook.values import Frozen

STATUSES = frozenset({"not_applicable", "missing", "pending"})


class Case(Frozen):
    """One worked case; `border` marks one that stands at an edge of the rule."""

    name: str
    facts: dict[str, Any]
    expect: dict[str, Decimal | str]
    border: bool = False
    block: str | None = None


_CASES = TypeAdapter(tuple[Case, ...])


def read_cases(name: str | Path) -> tuple[tuple[tuple[str, Case], ...], tuple[Problem, ...]]:
    """Read the cases of a rulebook and of what it is based on, each with its place.

    Returns
    -------
    cases, problems : tuple, tuple
        Cases whose codes a nearer rulebook changes are left to that rulebook.
    """
    folder = rulebook_folder(name)
    positions, problems = Positions(), []  # type: tuple[Positions, list[Problem]]
    head = read_yaml(folder / "rulebook.yaml", "rulebook.yaml", (), positions, problems) or {}
    cases: list[tuple[str, Case]] = []
    if base := head.get("based_on"):
        changed = {change.get("code") for change in head.get("changes", [])}
        inherited, found = read_cases(folder / base if base.startswith(".") else base)
        problems.extend(found)
        cases += [(place, case) for place, case in inherited if not changed & set(case.expect)]
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

"""Runs the worked cases of a rulebook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from parindex.errors import ParindexError, Problem
from parindex.rulebook.cases import Case, coverage_problems, read_cases
from parindex.rulebook.load import try_load
from parindex.rulebook.model import FactType, Rulebook
from parindex.rulebook.values import exact
from parindex.scoring.engine import score
from parindex.scoring.facts import FactValue, UnitFacts
from parindex.scoring.kinds import discover
from parindex.scoring.result import NodeScore


def _typed(rulebook: Rulebook, name: str, value: object) -> FactValue:
    """Return a fact of a case as the engine takes it: written decimals become exact."""
    if rulebook.facts[name].type in {FactType.CHOICE, FactType.TEXT}:
        return str(value)
    return value if isinstance(value, bool | int) else exact(value)


def _differs(expected: Decimal | str, found: NodeScore) -> str | None:
    """Say what came out when it is not what was expected."""
    shown = found.status.value if found.points is None else str(found.points)
    if isinstance(expected, str):
        return None if found.status.value == expected else shown
    return None if found.points == expected else shown


def run_case(rulebook: Rulebook, place: str, case: Case) -> list[Problem]:
    """Return what a case gives otherwise than expected."""
    unknown = sorted(set(case.facts) - set(rulebook.facts))
    codes = {node.code for node in rulebook.walk()}
    problems = [
        Problem(place, f"case «{case.name}» names an unknown fact {name!r}", "Correct its name")
        for name in unknown
    ] + [
        Problem(place, f"case «{case.name}» expects an unknown code {code!r}", "Correct it")
        for code in case.expect
        if code not in codes
    ]
    block = case.block or next(iter(rulebook.blocks))
    if block not in rulebook.blocks:
        what = f"case «{case.name}» is of an unknown block {block!r}"
        problems.append(Problem(place, what, f"Use one of {', '.join(rulebook.blocks)}"))
    if problems:
        return problems
    try:
        values = {name: _typed(rulebook, name, value) for name, value in case.facts.items()}
        nodes = score(rulebook, [UnitFacts("case", case.name, block, values)], trace=False)
    except (ParindexError, ValueError) as error:
        what = f"case «{case.name}» cannot be scored: {error}".removesuffix(".")
        return [Problem(place, what, "Correct it")]
    scores = nodes.units[0].nodes
    for code, expected in case.expect.items():
        if found := _differs(expected, scores[code]):
            what = f"case «{case.name}» expects {expected} for {code}, the rule gives {found}"
            problems.append(Problem(place, what, "Correct the rule or the case"))
    return problems


def check_rulebook(name: str | Path) -> tuple[Rulebook | None, tuple[Problem, ...], int]:
    """Check a rulebook in every respect: shape, sums, names, and all its worked cases.

    Parameters
    ----------
    name : str or Path
        A shipped name or a folder.

    Returns
    -------
    rulebook, problems, number_of_cases
        The rulebook is None when it cannot be built.

    Raises
    ------
    NotFoundError
        If there is no such rulebook.
    """
    rulebook, problems = try_load(name, discover())
    cases, case_problems = read_cases(name)
    found = [*problems, *case_problems]
    if rulebook is not None:
        found += coverage_problems(rulebook, cases)
        for place, case in cases:
            found += run_case(rulebook, place, case)
    return rulebook, tuple(dict.fromkeys(found)), len(cases)

"""What the two agencies of the year declare and what others give them, and what follows from it."""

from __future__ import annotations

from decimal import Decimal

from parindex.scoring import Result, Status, UnitFacts, load, score
from parindex.scoring.facts import FactValue
from tests.browser.make_year import UNITS

SET, BLOCK = "model/2026/central_agency", "central_agency"
FIRST: dict[str, FactValue] = {
    "plan_scope": "both",
    "plan_tasks_done": 19,
    "plan_tasks": 20,
    "reports_late_or_missing": 1,
    "informs_at_communes": True,
    "informs_on_website": True,
    "informs_by_hotline": False,
    "procedures_public": 45,
    "procedures_all": 60,
    "extra_papers_found": False,
    "dossiers_early": 500,
    "dossiers_on_time": 1420,
    "dossiers_late_with_apology": 60,
    "dossiers_late": 20,
    "linked_on_time": 190,
    "linked_all": 200,
    "petitions_in_time": 38,
    "petitions": 40,
    "justified_complaints": 1,
    "staff_in_position": 97,
    "staff_all": 100,
    "staff_trained": 30,
    "staff_at_desks": 40,
    "staff_disciplined": 1,
    "leaders_disciplined": 0,
    "dossiers_filed_online": 8600,
    "dossiers_filed": 10000,
    "payments_cashless": 6500,
    "payments": 8000,
    "data_services_live": 3,
    "data_services_agreed": 4,
    "data_outages": 2,
    "platform_use_level": "mostly",
    "letters_answered_in_time": 92,
    "letters_received": 100,
}
"""Facts of the first agency when the year is over; it declares no initiative."""
SECOND: dict[str, FactValue] = {
    **FIRST,
    "plan_scope": "ministry_only",
    "plan_tasks_done": 17,
    "dossiers_early": 100,
    "initiatives_recognised": 1,
    "data_services_live": 4,
    "data_outages": 0,
}
PASTED = (
    "500\n1420\n60\n20\n190\n200\n38\n40\n1\n97\n100\n30\n40\n1\n0\n"
    "8600\n10000\n6500\n8000\n3\n4\n2\nTrên 90% văn bản\n92\n100\n"
)
"""The column that the officer copies from Excel: from item 4.1 to the last."""
LOWERED = {"1.2": ("2", "no_evidence"), "2.2": ("0", "no_evidence"), "3.1": ("1,75", "wrong_facts")}
"""Points and reason of the first appraisal where it differs from the first agency's sheet."""
GIVEN = {"4.3": ("2,64", "2,4"), "10.1": ("4,5", "4"), "11.1": ("8,73", "8,91")}
GIVEN |= {"12.1": ("3,2", "3,08"), "12.2": ("2,9", "3,3")}
"""Points of the survey and of outside sources, for the first and the second agency."""
FINAL = {"1.2": "2.75", "2.2": "0", "3.1": "2.25"}
"""What the council and the second appraisal leave of the differences."""


def _run(points: list[dict[str, Decimal | Status]]) -> Result:
    """Score the agencies with points of others, the silent one with nothing."""
    facts = [FIRST, SECOND, {}]
    units = [
        UnitFacts(code, name, BLOCK, own, given)
        for (code, name), own, given in zip(UNITS.items(), facts, points, strict=True)
    ]
    return score(load(SET), units)


def self_scored(unit: int = 0) -> dict[str, Decimal]:
    """Return what the facts alone give an agency, by code, where they give a number."""
    scored = _run([{}, {}, {}]).unit(list(UNITS)[unit])
    leaves = {leaf.code for leaf in load(SET).leaves()}
    return {
        code: node.points
        for code, node in scored.nodes.items()
        if code in leaves and node.points is not None
    }


def final() -> Result:
    """Return the results that the year must end with, from what was typed in the browsers."""
    points: list[dict[str, Decimal | Status]] = []
    for unit in (0, 1):
        given = {code: Decimal(pair[unit].replace(",", ".")) for code, pair in GIVEN.items()}
        points.append({**self_scored(unit), **given})
    points[0] |= {code: Decimal(text) for code, text in FINAL.items()}
    return _run([*points, {leaf.code: Status.MISSING for leaf in load(SET).leaves()}])


def typed(points: Decimal) -> str:
    """Return points as a Vietnamese keyboard types them."""
    return format(points, "f").replace(".", ",")

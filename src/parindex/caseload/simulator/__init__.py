"""Simulated dossiers: a province or the country, always marked as simulated.

`World` makes a caseload that looks like a real one; `caseload_with` one with exactly the counts
that are asked for; `practice_caseload` that of the practice province.
"""

from parindex.caseload.simulator.calibration import Habits
from parindex.caseload.simulator.exact import Counts, caseload_with
from parindex.caseload.simulator.letters import letters_of
from parindex.caseload.simulator.plan import Plan, SimulationError, Slump
from parindex.caseload.simulator.practice import (
    Roles,
    practice_caseload,
    practice_roles,
    practice_world,
)
from parindex.caseload.simulator.truth import OUTCOMES, TRUTH, UNIT_TRUTH
from parindex.caseload.simulator.units import SimulatedUnit, units_of_country, units_of_province
from parindex.caseload.simulator.world import Portion, World

__all__ = [
    "OUTCOMES",
    "TRUTH",
    "UNIT_TRUTH",
    "Counts",
    "Habits",
    "Plan",
    "Portion",
    "Roles",
    "SimulatedUnit",
    "SimulationError",
    "Slump",
    "World",
    "caseload_with",
    "letters_of",
    "practice_caseload",
    "practice_roles",
    "practice_world",
    "units_of_country",
    "units_of_province",
]

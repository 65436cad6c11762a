"""Two years of simulated dossiers of the practice province, before the rounds are written."""

from __future__ import annotations

from datetime import datetime

from parindex.web.caseflow.domain.refresh import refresh_dossiers
from parindex.web.caseflow.domain.simulated import load_simulated
from parindex.web.caseflow.models import Refresh
from parindex.web.org.models import Unit, User
from parindex.web.practice.generator.people import BUSY_COMMUNE, People, account_part
from parindex.web.practice.generator.places import Places

GAMING = ("Số Hóa", "Kết Nối")
"""Communes whose records show patterns for the checks: one digitises every single dossier."""


def load_caseload(places: Places, people: People, now: datetime) -> Refresh:
    """Simulate, count, and let open rounds take what was counted."""
    units = _units(places)
    weights = {places.communes[BUSY_COMMUNE].pk: 90}
    weights |= {places.communes[name].pk: 60 for name in GAMING}
    weights |= {unit.pk: 45 for unit in places.departments.values()}
    load_simulated(units, weights=weights, until=now, officer_of=lambda unit: _writer(people, unit))
    return refresh_dossiers(now=now)


def _writer(people: People, unit: Unit) -> User:
    """Return who wrote a unit's letters; communes of before 1 July 2025 have nobody any more."""
    name = f"canbo.{account_part(unit)}"
    return people.users.get(name) or people["motcua"]


def _units(places: Places) -> list[Unit]:
    """Return departments and communes of both years, each once, those of before first."""
    groups = (
        *(places.former_departments, places.departments),
        *(places.former_communes, places.communes),
    )
    found = {unit.pk: unit for group in groups for unit in group.values()}
    return list(found.values())

"""Makes a province of 170 communes, an open round and 300 people who are signed in already.

Run as a program it prints who they are and which rows they fill, as JSON; all is simulated.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.domain.rounds import BlockPlan, open_round
from parindex.web.assessment.enums import DeadlineKind
from parindex.web.assessment.models import Round, Sheet
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User

UNITS, PEOPLE = 170, 300
SET, BLOCK = "model/2026/commune", "commune"


def _session(user: User) -> str:
    """Return the key of a session in which a person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _unit(code: str, kind: str, parent: Unit | None = None) -> Unit:
    """Make a unit of the new two tiers."""
    return Unit.objects.create(
        code=code,
        name=code,
        plain_name=code,
        kind=kind,
        parent=parent,
        valid_from=date(2025, 7, 1),
    )


def _person(name: str, role: str, where: Unit) -> User:
    """Make a person with one role, for all components."""
    user = User(username=name, name=name)
    user.set_unusable_password()
    user.save()
    RoleAssignment.objects.create(
        user=user, unit=where, role=role, components=["*"], valid_from=date(2025, 7, 1)
    )
    return user


def _round(province: Unit, units: tuple[Unit, ...]) -> Round:
    """Open a round whose deadlines lie days ahead."""
    later = timezone.now() + timedelta(days=1)
    return open_round(
        province=province,
        year=2026,
        title="Bench (simulated)",
        blocks=[BlockPlan(BLOCK, SET, units)],
        deadlines={kind: later + timedelta(days=place) for place, kind in enumerate(DeadlineKind)},
        user=_person("secretary", Role.COUNCIL_SECRETARY, province),
    )


def _counts(round_: Round) -> dict[str, str]:
    """Return the components whose first fact is a count, with that fact."""
    book = book_of(round_.blocks.get())
    first = {
        key: component.declares[0]
        for key, component in book.components.items()
        if component.is_declared and component.declares
    }
    return {key: fact for key, fact in first.items() if book.rulebook.facts[fact].type == "count"}


def _rows(sheet: Sheet, counts: dict[str, str]) -> list[dict[str, object]]:
    """Return where the rows of a sheet are saved, and the count that each takes."""
    return [
        {
            "id": row.pk,
            "save": reverse("save_row", args=[sheet.pk, row.pk]),
            "fact": counts[row.component],
        }
        for row in sheet.rows.all()
        if row.component in counts
    ]


def prepare() -> dict[str, object]:
    """Make everything and return what the simulated people need to know."""
    province = _unit("bench", UnitKind.PROVINCE)
    units = tuple(
        _unit(f"bench.{number:03d}", UnitKind.COMMUNE, province) for number in range(UNITS)
    )
    counts = _counts(_round(province, units))
    people = []
    for number in range(PEOPLE):
        where = units[number % UNITS]
        role = Role.UNIT_OFFICER if number < UNITS else Role.SECTION_CONTRIBUTOR
        user = _person(f"person{number:03d}", role, where)
        people.append({"session": _session(user), "rows": _rows(where.sheets.get(), counts)})
    return {"people": people}


if __name__ == "__main__":
    json.dump(prepare(), sys.stdout)

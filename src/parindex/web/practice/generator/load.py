"""Loads the practice province, once: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from parindex.web.caseflow.domain.automatic import fill_rounds
from parindex.web.common.audit import record
from parindex.web.org.models import Unit
from parindex.web.practice.generator import names
from parindex.web.practice.generator.caseload import load_caseload
from parindex.web.practice.generator.closed import load_closed
from parindex.web.practice.generator.current import load_current
from parindex.web.practice.generator.people import make_people
from parindex.web.practice.generator.places import make_places
from parindex.web.practice.generator.trials import load_trials


@dataclass(frozen=True, slots=True)
class Loaded:
    """Whether something was loaded, and one line for each round."""

    is_new: bool
    lines: tuple[str, ...] = ()


@transaction.atomic
def load_practice(*, with_dossiers: bool = False) -> Loaded:
    """Write the practice province unless it is there; a second run changes nothing.

    `with_dossiers` simulates its caseload first, in the lake, so that the open round's automatic
    components come from there.
    """
    if Unit.objects.filter(code=names.PROVINCE_CODE).exists():
        return Loaded(is_new=False)
    places = make_places()
    people = make_people(places)
    reason = "Tỉnh thực hành hư cấu (mô phỏng)"
    new = {"people": len(people.users)}
    record(
        "practice.province_loaded",
        places.province,
        user=None,
        new=new,
        reason=reason,
        unit_id=places.province.pk,
    )
    refresh = load_caseload(places, people, timezone.now()) if with_dossiers else None
    written = [
        *load_closed(places, people),
        load_current(places, people),
        *load_trials(places, people),
    ]
    if refresh is not None:
        fill_rounds(refresh)
    return Loaded(is_new=True, lines=tuple(each.round.title for each in written))

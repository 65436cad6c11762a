"""Loads the practice province, once: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from parindex.web.common.audit import record
from parindex.web.org.models import Unit
from parindex.web.practice.generator import names
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
def load_practice() -> Loaded:
    """Write the practice province unless it is there; a second run changes nothing."""
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
    written = [
        *load_closed(places, people),
        load_current(places, people),
        *load_trials(places, people),
    ]
    return Loaded(is_new=True, lines=tuple(each.round.title for each in written))

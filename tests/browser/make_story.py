"""Puts the story's province, people and open round into the site that the environment names.

Run as `python -m tests.browser.make_story`; the clock is real here, so the deadlines are moved to
come after now. What a test needs to know is printed as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django


def load(units: int) -> dict[str, object]:
    """Make the story with evidence, values of systems and an earlier round; return its ids."""
    from django.utils import timezone  # noqa: PLC0415  after setup

    from parindex.web.assessment.enums import DeadlineKind  # noqa: PLC0415
    from parindex.web.assessment.models import AutomaticValue, Deadline  # noqa: PLC0415
    from tests.web.story import PASSWORD, make_story  # noqa: PLC0415

    story = make_story(units=units)
    for place, kind in enumerate(DeadlineKind, 1):
        at = timezone.now() + timedelta(days=10 * place)
        Deadline.objects.filter(round=story.round, kind=kind).update(at=at)
    AutomaticValue.objects.create(
        sheet=story.sheet(),
        fact="dossiers_finished",
        value="654",
        source="Hệ thống thông tin giải quyết thủ tục hành chính",
        as_of=timezone.localdate(),
    )
    sheets = [story.sheet(place) for place in range(units)]
    return {
        "password": PASSWORD,
        "round": story.round.pk,
        "units": [unit.pk for unit in story.units],
        "sheets": [sheet.pk for sheet in sheets],
        "rows": [
            dict(sheet.rows.filter(is_active=True).values_list("component", "pk"))
            for sheet in sheets
        ],
        "people": {name: person.pk for name, person in story.people.items()},
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(load(int(sys.argv[1]) if len(sys.argv) > 1 else 3)))

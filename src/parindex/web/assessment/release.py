"""What a unit may already read of what others decided about it, and what stays concealed."""

from __future__ import annotations

from parindex.web.assessment.enums import Phase, Stage
from parindex.web.assessment.models import Round

RELEASED = frozenset({Phase.EXPLANATION, Phase.APPRAISAL_2, Phase.COUNCIL, Phase.CLOSED})
"""Phases in which the first appraisal is known to the units."""
CONCEALED_VERBS = ("row.opened_by_appraiser", "row.appraised")
"""Verbs of the audit log that would tell a unit of an appraisal before its release."""


def is_released(round_: Round) -> bool:
    """Say whether units may read how they were appraised."""
    return round_.phase in RELEASED


def visible_stages(round_: Round) -> tuple[Stage, ...]:
    """Return the stages whose scores a unit may read; a council's ruling is never hidden."""
    return tuple(Stage) if is_released(round_) else (Stage.COUNCIL,)


def concealed_verbs(round_: Round) -> tuple[str, ...]:
    """Return the verbs of the audit log that a unit may not read yet."""
    return () if is_released(round_) else CONCEALED_VERBS

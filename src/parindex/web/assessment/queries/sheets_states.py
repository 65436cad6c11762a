"""What state a row of a sheet is in, for the person who fills it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.assessment.domain.words import ComponentWords
from parindex.web.assessment.enums import Exemption, RowStatus
from parindex.web.assessment.models import Row


class RowState(models.TextChoices):
    """Where the work on a row stands."""

    EMPTY = "empty", _("chưa kê khai")
    PARTLY = "partly", _("còn thiếu số liệu")
    DONE = "done", _("đã kê khai")
    DIFFERS = "differs", _("chênh lệch chưa giải thích")
    UNDECIDED = "undecided", _("không phát sinh, Hội đồng quyết định")
    NONE_AROSE = "none_arose", _("không phát sinh")
    ASKED = "asked", _("đã đề nghị không đánh giá")
    EXEMPT = "exempt", _("không đánh giá")
    SURVEY = "survey", _("chờ khảo sát")
    GIVEN = "given", _("nguồn khác chấm")


SETTLED = frozenset(
    {RowState.DONE, RowState.UNDECIDED, RowState.NONE_AROSE, RowState.ASKED, RowState.EXEMPT}
)
"""States in which the unit has nothing more to declare."""


def state_of(
    row: Row, words: ComponentWords, facts: Mapping[str, object], *, differs: bool
) -> RowState:
    """Return the state of a row; `facts` are all facts of the sheet."""
    if row.exemption == Exemption.GRANTED:
        return RowState.EXEMPT
    if not words.is_declared:
        return RowState.SURVEY if row.self_status == RowStatus.PENDING else RowState.GIVEN
    if differs and not row.difference_note:
        return RowState.DIFFERS
    if row.exemption == Exemption.ASKED:
        return RowState.ASKED
    return _by_score(row, words, facts)


def _by_score(row: Row, words: ComponentWords, facts: Mapping[str, object]) -> RowState:
    if row.self_status == RowStatus.NOT_APPLICABLE:
        return RowState.NONE_AROSE
    if row.self_status == RowStatus.SCORED:
        return RowState.DONE
    given = [name for name in words.facts if name in facts]
    if len(given) == len(words.facts):
        return RowState.UNDECIDED
    return RowState.PARTLY if given else RowState.EMPTY

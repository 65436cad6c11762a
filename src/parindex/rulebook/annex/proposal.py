"""Proposes a rule from the levels that a decision words; what it does not know it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from parindex.rulebook.annex.options import Option
from parindex.rulebook.annex.percents import has_percent, percent_step
from parindex.rulebook.annex.words import shown
from parindex.rulebook.model import Text
from parindex.rulebook.values import Step, StepTable


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule for a component.

    Parameters
    ----------
    kind : str
        ``choice``, ``yes_no`` or ``steps_ratio``; ``external`` when no rule was recognised.
    steps : StepTable or None
        Rows of a ``steps_ratio``.
    remark : Text or None
        Why no rule was recognised, or what a person must look at.
    """

    kind: str
    steps: StepTable | None = None
    remark: Text | None = None

    @property
    def is_recognised(self) -> bool:
        """Whether the text gave a rule."""
        return self.kind != "external"


def propose(options: Sequence[Option], max_points: Decimal) -> Proposal:
    """Return the rule that the levels of a component word.

    Examples
    --------
    >>> levels = [Option("Kịp thời", Decimal(1)), Option("Không ban hành", Decimal(0))]
    >>> propose(levels, Decimal(1)).kind, propose(levels, Decimal(2)).kind
    ('yes_no', 'external')
    """
    points = [option.points for option in options if option.points is not None]
    if fault := _fault(options, points, max_points):
        return Proposal("external", remark=fault)
    rows = [
        percent_step(option.text, option.points) for option in options if option.points is not None
    ]
    steps = [row for row in rows if row is not None]
    if len(steps) == len(options):
        return _table(steps)
    remark = _PERCENT if any(has_percent(option.text) for option in options) else None
    if len(options) == 2 and Decimal(0) in points:
        return Proposal("yes_no", remark=remark)
    return Proposal("choice", remark=remark)


_PERCENT = Text(
    vi="có mức nói đến tỷ lệ % kèm điều kiện khác; bản nháp để người chấm chọn mức",
    en="a level speaks of percent with other conditions; the draft lets a person choose",
)


def _fault(
    options: Sequence[Option], points: Sequence[Decimal], max_points: Decimal
) -> Text | None:
    """Say why the levels are no complete list of answers, None when they are."""
    unread = [option.text for option in options if option.points is None]
    if not options:
        return Text(vi="không có các mức điểm", en="there are no levels with points")
    if unread:
        vi = f"chưa đọc được điểm của «{'»; «'.join(unread)}»"
        return Text(vi=vi, en="some parts give no plain points")
    if len(options) == 1:
        vi = "chỉ có một mức; chưa rõ được mấy điểm khi không đạt"
        return Text(vi=vi, en="there is one level only")
    if max(points) != max_points:
        return _top_fault(points, max_points)
    if len({option.text.casefold() for option in options}) < len(options):
        return Text(vi="hai mức có cùng lời văn", en="two levels have the same words")
    return None


def _top_fault(points: Sequence[Decimal], max_points: Decimal) -> Text:
    if sum(points) == max_points:
        return Text(
            vi="các mức cộng lại bằng điểm tối đa; có thể là `checklist`",
            en="the levels add up to the maximum; perhaps a `checklist`",
        )
    top, most = shown(max(points)), shown(max_points)
    return Text(
        vi=f"mức cao nhất {top} khác điểm tối đa {most}",
        en=f"the highest level gives {max(points)}, the maximum is {max_points}",
    )


def _table(rows: Sequence[Step]) -> Proposal:
    try:
        table = StepTable(tuple(rows))
    except ValidationError as error:
        what = str(error.errors(include_url=False)[0]["msg"]).removeprefix("Value error, ")
        vi = f"các mức tỷ lệ hở hoặc chồng nhau ({what})"
        return Proposal("external", remark=Text(vi=vi, en=f"the steps do not fit: {what}"))
    return Proposal("steps_ratio", steps=table)

"""Equal rulings: precedents of the same component, and warnings that are kept."""

from __future__ import annotations

from decimal import Decimal

from parindex.web.assessment.domain.cases import (
    put_proposal,
)
from parindex.web.assessment.domain.precedents import precedents, warnings
from parindex.web.assessment.models import Case
from parindex.web.common.models import AuditRow
from tests.web.assessment.process import (
    disputed,
    heard,
    judge,
    sent,
)
from tests.web.story import Story


def two_cases(story: Story, code: str = "no_evidence") -> tuple[Case, Case]:
    """Bring the same component of two units before the council."""
    sent(story, 0, 1)
    judge(story, "0", "no_evidence", "Không có văn bản", unit=0)
    judge(story, "0", code, "Không có văn bản", unit=1)
    return disputed(story, 0), disputed(story, 1)


def test_case_shows_how_other_units_were_ruled(story: Story) -> None:
    first, second = two_cases(story)
    assert precedents(second) == ()
    heard(story, first)
    (found,) = precedents(second)
    assert (found.unit, found.year, found.outcome) == ("Sở Mẫu 1", 2026, "chấp nhận")
    assert (found.ruled_points, found.reason_code) == (Decimal("0.25"), "no_evidence")


def test_unequal_ruling_is_warned_of_and_the_warning_is_kept(story: Story) -> None:
    first, second = two_cases(story)
    heard(story, first, chair="against", member="against")
    (warned,) = warnings(second)
    said = "Nội dung này đã được kết luận khác đối với Sở Mẫu 1 (năm 2026): không chấp nhận."
    assert warned.words == said
    heard(story, second)
    assert AuditRow.objects.filter(verb="case.ruled").last().new["warnings"] == [said]


def test_equal_ruling_is_not_warned_of(story: Story) -> None:
    first, second = two_cases(story)
    heard(story, first)
    assert warnings(second) == ()
    heard(story, second)
    assert AuditRow.objects.filter(verb="case.ruled").last().new["warnings"] == []


def test_other_reason_is_no_unequal_ruling(story: Story) -> None:
    first, second = two_cases(story, code="late")
    heard(story, first, chair="against", member="against")
    assert len(precedents(second)) == 1
    assert warnings(second) == ()


def test_partly_accepted_claim_says_so(story: Story) -> None:
    first, second = two_cases(story)
    put_proposal(case_id=first.pk, version=1, proposed_points="0,5", user=story.secretary)
    heard(story, first)
    assert precedents(second)[0].outcome == "chấp nhận một phần"

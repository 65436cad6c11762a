"""Points that units do not declare come from the survey, with their source, all or none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import Http404

from parindex.web.assessment.domain.given import give_many, give_points
from parindex.web.assessment.domain.scores import DeclarationError
from parindex.web.assessment.models import LedgerEntry, Ruling
from parindex.web.assessment.queries.given import given_tables
from tests.web.story import Story


def test_survey_points_are_won_in_the_ledger(story: Story) -> None:
    row = story.row("head_survey")
    give_points(row_id=row.pk, points="1,75", source="Khảo sát 2026", user=story.surveyor)
    entries = {each.state: each.points for each in LedgerEntry.objects.filter(row=row)}
    assert entries == {"won": Decimal("1.75"), "lost": Decimal("0.25")}


def test_unit_left_out_of_the_survey_is_not_applicable_and_not_zero(story: Story) -> None:
    row = story.row("head_survey")
    ruling = give_points(row_id=row.pk, points="không đánh giá", source="KS", user=story.surveyor)
    assert (ruling.status, ruling.points) == ("not_applicable", None)


@pytest.mark.parametrize(
    ("points", "source", "said"),
    [("2,01", "KS", "2.00"), ("nhiều", "KS", "nhiều"), ("1", " ", "nguồn"), ("-1", "KS", "-1")],
)
def test_refused_points_say_why(story: Story, points: str, source: str, said: str) -> None:
    row = story.row("head_survey")
    with pytest.raises(DeclarationError) as refused:
        give_points(row_id=row.pk, points=points, source=source, user=story.surveyor)
    assert said.replace(".00", "") in str(refused.value)


def test_one_wrong_cell_saves_none_and_all_wrong_ones_are_listed(story: Story) -> None:
    rows = [story.row("head_survey", unit) for unit in range(3)]
    points = dict(zip([row.pk for row in rows], ["1", "9", "x"], strict=True))
    with pytest.raises(DeclarationError) as refused:
        give_many(points=points, source="KS", user=story.surveyor)
    assert len(refused.value.problems) == 2
    assert not Ruling.objects.exists()


def test_declared_component_takes_no_survey_points(story: Story) -> None:
    with pytest.raises(DeclarationError):
        give_points(row_id=story.row().pk, points="0,5", source="KS", user=story.surveyor)


@pytest.mark.parametrize("who", ["officer", "appraiser", "secretary", "chair", "nobody"])
def test_only_the_survey_operator_enters_survey_points(story: Story, who: str) -> None:
    row = story.row("head_survey")
    with pytest.raises(Http404):
        give_points(row_id=row.pk, points="1", source="KS", user=story.people[who])


def test_table_shows_what_is_missing(story: Story) -> None:
    row = story.row("head_survey")
    give_points(row_id=row.pk, points="1", source="KS", user=story.surveyor)
    table = given_tables(story.round)[0]
    assert len(table.lines) == 3
    assert table.missing == 3 * len(table.heads) - 1

"""Publishing: recomputed first, frozen afterwards, a correction is a new version."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from parindex.edition import load_edition, recompute, shipped_editions
from parindex.edition.load import edition_folder
from parindex.edition.verify import Difference, ScoredPart
from parindex.errors import EditionError
from parindex.scoring import UnitScore
from parindex.web.results.domain import publish, publish_edition, publish_shipped_editions
from parindex.web.results.models import Block, Edition, Node, NodeResult, UnitResult

pytestmark = pytest.mark.django_db
SLUG = "tay-ninh-2023"


def counts() -> tuple[int, ...]:
    """Return the number of rows of each table."""
    return tuple(each.objects.count() for each in (Edition, Block, Node, UnitResult, NodeResult))


def test_publishing_again_changes_nothing() -> None:
    before, runs = counts(), set(Edition.objects.values_list("run_id", flat=True))
    assert dict(publish_shipped_editions()) == dict.fromkeys(shipped_editions(), False)
    assert counts() == before
    assert set(Edition.objects.values_list("run_id", flat=True)) == runs


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_editions")
    assert capsys.readouterr().out.splitlines() == [
        f"{slug}: unchanged" for slug in shipped_editions()
    ]


@pytest.fixture
def changed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the Tây Ninh edition that publishing reads in place of the shipped one."""
    folder = tmp_path / SLUG
    shutil.copytree(edition_folder(SLUG), folder)
    monkeypatch.setattr(publish, "edition_folder", lambda _slug: folder)
    return folder


def test_changed_content_makes_a_new_version_and_keeps_the_old_one(changed_folder: Path) -> None:
    old = Edition.objects.get(slug=SLUG)
    kept = list(UnitResult.objects.filter(block__edition=old).order_by("pk").values())
    with (changed_folder / "published.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    new = publish_edition(SLUG)
    assert new is not None
    assert (new.version, new.is_current) == (2, True)
    old.refresh_from_db()
    assert (old.version, old.is_current) == (1, False)
    assert new.content_hash != old.content_hash
    assert list(UnitResult.objects.filter(block__edition=old).order_by("pk").values()) == kept
    assert publish_edition(SLUG) is None


def test_the_site_shows_the_new_version_only(changed_folder: Path, client: Any) -> None:
    (changed_folder / "note.txt").write_text("a correction", encoding="utf-8")
    publish_edition(SLUG)
    page = client.get(f"/bang-xep-hang/{SLUG}/").text
    assert page.count("Văn phòng UBND tỉnh") == 1
    assert client.get(f"/tai-ve/{SLUG}/department.json").json()["version"] == 2


def test_an_unexplained_difference_stops_the_publication(
    changed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts()
    fault = Difference("tay-ninh-so-y-te", "index", "49.08", "49.07", known=False)
    monkeypatch.setattr(publish, "unexplained", lambda _slug: (fault,))
    (changed_folder / "note.txt").write_text("a correction", encoding="utf-8")
    with pytest.raises(
        EditionError, match=r"tay-ninh-so-y-te index: printed 49.08, computed 49.07"
    ):
        publish_edition(SLUG)
    assert counts() == before


def test_only_one_version_is_current() -> None:
    row = Edition.objects.filter(slug=SLUG).values().get()
    row |= {"version": 2, "is_current": True}
    del row["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(**row)


def test_what_is_published_cannot_be_deleted_from_under_its_parts() -> None:
    with pytest.raises(Exception, match="protected"):
        Edition.objects.get(slug=SLUG).delete()


# H7: the database holds what a fresh run computes, to the last digit.


def raw(table: str, column: str, pk: int) -> str | None:
    """Return the text that the database holds, past every field and converter."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {table} WHERE id = %s', [pk])  # noqa: S608  own names
        return cursor.fetchone()[0]


def digits(value: Decimal | None) -> str | None:
    """Return a decimal digit by digit."""
    return None if value is None else format(value, "f")


def stored_unit(row: UnitResult) -> dict[str, object]:
    """Return what is stored of a unit, decimals as text."""
    names = ("points", "known", "max_applicable", "index", "to_next_rank", "to_next_band")
    return {
        **{name: raw("results_unitresult", name, row.pk) for name in names},
        "rank": row.rank,
        "tied": row.tied,
        "status": row.status,
        "band": row.band["vi"] if row.band else None,
        "scores": {
            score.node.code: (
                digits(score.points),
                digits(score.max_applicable),
                digits(score.lost),
                score.status,
            )
            for score in row.scores.select_related("node")
        },
    }


def fresh_unit(unit: UnitScore) -> dict[str, object]:
    """Return what a fresh run gives for a unit, decimals as text."""
    names = ("points", "known", "max_applicable", "index", "to_next_rank", "to_next_band")
    return {
        **{name: digits(getattr(unit, name)) for name in names},
        "rank": unit.rank,
        "tied": unit.tied,
        "status": unit.status.value,
        "band": unit.band.label.vi if unit.band else None,
        "scores": {
            code: (
                digits(score.points),
                digits(score.max_applicable),
                digits(score.lost),
                score.status.value,
            )
            for code, score in unit.nodes.items()
        },
    }


def assert_block_is_fresh(block: Block, part: ScoredPart) -> None:
    """Compare a stored block with a fresh run of it."""
    assert block.rulebook_hash == part.result.fingerprint
    assert block.rulebook == part.rulebook.identity
    stored = {row.unit: stored_unit(row) for row in block.units.all()}
    assert stored == {unit.unit: fresh_unit(unit) for unit in part.result.units}


@pytest.mark.parametrize("slug", shipped_editions())
def test_a_stored_edition_equals_a_fresh_run_to_the_last_digit(slug: str) -> None:
    edition, parts = Edition.objects.get(slug=slug), recompute(slug)
    assert edition.content_hash == publish.content_hash(load_edition(slug), parts)
    blocks = list(edition.blocks.all())
    assert [block.key for block in blocks] == [part.part.block for part in parts]
    for block, part in zip(blocks, parts, strict=True):
        assert_block_is_fresh(block, part)


@pytest.mark.parametrize(
    ("slug", "mean", "other"),
    [
        ("binh-dinh-2017", "75.3", Fraction(269944, 3700)),  # fixture F1
        ("nam-dinh-2020", "88.625", Fraction(239865, 2700)),
    ],
)
def test_means_without_units_are_stored_by_both_methods(
    slug: str, mean: str, other: Fraction
) -> None:
    edition = Edition.objects.get(slug=slug)
    assert edition.averages == "mean_of_block_means"
    assert edition.mean == Decimal(mean)
    assert abs(Fraction(edition.other_mean) - other) < Fraction(1, 10**20)


def test_appraised_and_survey_parts_add_up_to_the_points() -> None:
    units = UnitResult.objects.filter(surveyed__isnull=False)
    assert units.count() == 9 + 5 + 17
    assert all(unit.appraised + unit.surveyed == unit.points for unit in units)


def test_a_stored_row_names_itself() -> None:
    edition = Edition.objects.get(slug=SLUG)
    block = edition.blocks.get()
    unit, node = block.units.all()[0], block.nodes.get()
    assert [str(each) for each in (edition, block, unit, node)] == [
        "tay-ninh-2023 v1",
        "tay-ninh-2023 department",
        "tay-ninh-van-phong-ubnd-tinh Văn phòng UBND tỉnh",
        "T Tổng điểm thẩm định",
    ]
    assert str(unit.scores.get()) == f"{node.pk}: 69.25"

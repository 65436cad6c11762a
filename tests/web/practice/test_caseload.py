"""The practice province with its two years of dossiers, as `make run` loads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import AutomaticValue, Row, Sheet
from parindex.web.caseflow.domain.automatic import automatic_facts
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import ApologyLetter, UnitPeriod
from parindex.web.caseflow.queries.board import percent
from parindex.web.caseflow.queries.facts import facts_of_unit, facts_of_units
from parindex.web.caseflow.scopes import newest_refresh
from parindex.web.org.models import Unit, User
from parindex.web.practice.generator.load import load_practice
from parindex.web.practice.generator.people import BUSY_COMMUNE
from tests.web.desk.attack import signed_in
from tests.web.story import NOW


@pytest.fixture(scope="module")
def province(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Load units, people, dossiers and rounds; all is taken back when the module is through."""
    root = tmp_path_factory.mktemp("practice") / "lake"
    with (
        django_db_blocker.unblock(),
        override_settings(LAKE_ROOT=str(root)),
        time_machine.travel(NOW, tick=False),
    ):
        outer = transaction.atomic()
        outer.__enter__()
        load_practice(with_dossiers=True)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def loaded(province: None, db: None, settings: Any) -> None:
    """Let each test stand on the loaded province, in a savepoint of its own."""
    settings.PRACTICE = True


def busy() -> Unit:
    """Return the commune where late dossiers pile up."""
    return Unit.objects.get(name=f"Phường {BUSY_COMMUNE}")


def test_all_dossiers_are_marked_as_simulated_and_the_pages_say_so() -> None:
    marks = lake().scan("dossiers").select(pl.col("is_simulated").all(), pl.len()).collect()
    assert marks.row(0)[0]
    assert marks.row(0)[1] > 70_000
    refresh = newest_refresh()
    assert refresh is not None
    assert refresh.is_simulated
    client = signed_in(User.objects.get(username="motcua"))
    assert "Hồ sơ mô phỏng" in client.get(reverse("dossiers")).text


def test_one_commune_falls_month_by_month_as_the_story_wants() -> None:
    """Story 004: had the software run, from which month would it have warned?"""
    shares = [
        percent(facts_of_unit(busy().agency_code, f"2026-{month:02d}")["dossiers_on_time"])
        for month in range(1, 12)
    ]
    known = [share for share in shares if share is not None]
    assert len(known) == 11
    assert min(known[:4]) > 55
    assert max(known[-3:]) < 30


def test_both_years_are_counted_and_old_communes_keep_their_own_figures() -> None:
    periods = set(UnitPeriod.objects.values_list("period", flat=True))
    assert {"2025", "2026", "2025-Q2", "2026-Q4", "2025-06", "2026-11"} <= periods
    former = Unit.objects.filter(valid_to="2025-06-30", kind="commune")
    codes = set(former.values_list("agency_code", flat=True))
    before = set(UnitPeriod.objects.filter(period="2025-Q2").values_list("unit_code", flat=True))
    assert len(codes & before) > 100
    assert "dossiers_on_time" in facts_of_unit(min(codes & before), "2025-Q2")


def test_open_round_declares_what_was_counted_and_shows_it_beside() -> None:
    sheet = Sheet.objects.get(unit=busy(), round__year=2026, round__title__startswith="Chấm điểm")
    assert sheet.round.phase == Phase.SELF_SCORE
    counted = automatic_facts(facts_of_unit(busy().agency_code, "2026"))
    beside = dict(
        AutomaticValue.objects.filter(sheet=sheet, fact__in=counted).values_list("fact", "value")
    )
    assert len(beside) >= 8
    assert beside == {name: str(counted[name]) for name in beside}
    wanted = ("dossiers_finished", "dossiers_filed")
    units = Unit.objects.filter(sheets__round=sheet.round).values_list("agency_code", flat=True)
    figures = {
        code: automatic_facts(facts)
        for code, facts in facts_of_units(list(units), "2026").items()
        if facts
    }
    rows = Row.objects.filter(sheet__round=sheet.round).exclude(facts={})
    agreeing = {
        code
        for code, facts in rows.values_list("sheet__unit__agency_code", "facts")
        for name in wanted
        if code in figures and facts.get(name) == str(figures[code].get(name))
    }
    assert len(agreeing) > 10


def test_late_dossiers_have_letters_but_for_some() -> None:
    letters = ApologyLetter.objects.all()
    assert letters.count() > 500
    assert all(letter.is_practice for letter in letters[:50])
    client = signed_in(User.objects.get(username="motcua.motcua"))
    text = client.get(reverse("dossiers_late", args=[busy().pk])).text
    assert "Lập văn bản" in text


def test_second_loading_leaves_the_lake_alone() -> None:
    before = lake().version("dossiers")
    load_practice(with_dossiers=True)
    assert lake().version("dossiers") == before

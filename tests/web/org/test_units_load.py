"""A province is loaded whole, once, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.errors import NotEntitledError, NotFoundError, RegisterError
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.domain.units import By, Loaded, load_units, rename_unit
from parindex.web.org.enums import Role
from parindex.web.org.models import Lineage, LineageEvent, RoleAssignment, Unit, User
from tests.register.folder import DATA, replaced, small

pytestmark = pytest.mark.django_db
CODES = "ma_dinh_danh,tinh\nH91,Mẫu\nH35,Lai Châu\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path / "register")


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    file = tmp_path / "codes.csv"
    file.write_text(CODES, encoding="utf-8")
    return file


def counts() -> tuple[int, int, int, int]:
    models: tuple[Any, ...] = (Unit, LineageEvent, Lineage, AuditRow)
    first, second, third, fourth = (model.objects.count() for model in models)
    return first, second, third, fourth


def conflicts(load: Callable[[], Loaded]) -> list[str]:
    """Return why a load is refused, once nothing was written by it."""
    before = counts()
    with pytest.raises(RegisterError) as refused:
        load()
    assert counts() == before
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("code", "before", "after", "pairs"),
    [("12", 106, 38, 106), ("31", 374, 114, 454), ("79", 441, 168, 493), ("82", 305, 102, 314)],
)
def test_a_real_province_stands_before_and_after_the_day(
    code: str, before: int, after: int, pairs: int
) -> None:
    load_units(DATA, province=code)
    communes = Unit.objects.filter(kind="commune")
    ended = communes.filter(valid_to=date(2025, 6, 30))
    lasting = communes.filter(valid_from=None, valid_to=None)
    born = communes.filter(valid_from=date(2025, 7, 1), valid_to=None)
    assert ended.count() + lasting.count() == before
    assert born.count() + lasting.count() == after
    assert Lineage.objects.filter(successor__kind="commune").count() == pairs - lasting.count()
    assert not Unit.objects.filter(kind="district").exclude(valid_to=date(2025, 6, 30)).exists()
    (now,) = Unit.objects.filter(kind="province", valid_to=None)
    assert set(Unit.objects.filter(kind="commune", valid_to=None).values_list("parent")) == {
        (now.pk,)
    }


def test_every_unit_that_changed_on_the_day_has_its_event() -> None:
    load_units(DATA, province="31")
    ended = Unit.objects.exclude(valid_to=None)
    begun = Unit.objects.exclude(valid_from=None)
    assert not ended.filter(became=None).exists()
    assert not begun.filter(came_from=None).exists()
    straddling = {
        line.successor_id: {line.predecessor.parent.parent.code}
        for line in Lineage.objects.filter(
            successor__kind="commune", predecessor__kind="commune"
        ).select_related("predecessor__parent__parent")
    }
    assert set().union(*straddling.values()) == {"tinh-30", "tinh-31"}


def test_names_can_be_searched_and_documents_have_their_dates() -> None:
    load_units(DATA, province="12")
    unit = Unit.objects.get(code="xa-03466-2025")
    assert (unit.name, unit.plain_name, unit.statistics_code) == (
        "Xã Bum Nưa",
        "xa bum nua",
        "03466",
    )
    event = LineageEvent.objects.get(lines__successor=unit, lines__predecessor__code="xa-03448")
    assert (event.document, event.document_date) == ("1670/NQ-UBTVQH15", date(2025, 6, 16))


def test_loading_twice_changes_nothing_and_says_so(folder: Path, codes: Path) -> None:
    first = load_units(folder, province="91", agency_codes=codes)
    before = counts()
    second = load_units(folder, province="91", agency_codes=codes)
    assert (first.is_new, second.is_new) == (True, False)
    assert (second.units, second.events, second.lines) == ({}, {}, 0)
    assert counts() == before


def test_a_load_leaves_one_row_in_the_audit_log(folder: Path) -> None:
    load_units(folder, province="91", user=None)
    (row,) = AuditRow.objects.filter(verb="units.loaded")
    province = Unit.objects.get(code="tinh-91")
    assert (row.unit_id, row.actor, row.subject_id) == (province.pk, "parindex", province.pk)
    assert row.new["units"] == Counter(Unit.objects.values_list("kind", flat=True))
    assert verify() == ()


def test_an_agency_code_is_filled_in_later_and_once(folder: Path, codes: Path) -> None:
    load_units(folder, province="91")
    assert load_units(folder, province="91", agency_codes=codes).agency_code == "H91"
    assert Unit.objects.get(code="tinh-91").agency_code == "H91"
    assert load_units(folder, province="91").is_new is False
    codes.write_text(CODES.replace("H91", "H92"), encoding="utf-8")
    assert conflicts(lambda: load_units(folder, province="91", agency_codes=codes)) == [
        (
            "unit tinh-91: agency_code is H91, the register has H92. "
            "Correct the register, or give the unit that is there another code."
        )
    ]


def test_all_that_differs_is_listed_and_nothing_is_loaded(folder: Path) -> None:
    practice = Unit.objects.create(
        code="tinh-91", kind="province", name="Tỉnh Tập", statistics_code="91", is_practice=True
    )
    Unit.objects.create(
        code="huyen-901",
        kind="district",
        name="Huyện Đông",
        statistics_code="901",
        valid_to=date(2025, 5, 1),
    )
    found = conflicts(lambda: load_units(folder, province="91"))
    assert [each.partition(", the register")[0] for each in found] == [
        "unit huyen-901: valid_to is 2025-05-01",
        "unit huyen-901: parent is blank",
        "unit tinh-91: name is Tỉnh Tập",
        "unit tinh-91: is_practice is True",
    ]
    assert Unit.objects.get(pk=practice.pk).name == "Tỉnh Tập"


def test_an_event_of_the_day_that_the_register_does_not_have_is_a_conflict(folder: Path) -> None:
    load_units(folder, province="91")
    unit = Unit.objects.get(code="xa-90004-2025")
    LineageEvent.objects.filter(lines__successor=unit).update(kind="create")
    assert conflicts(lambda: load_units(folder, province="91")) == [
        (
            "units xa-90004, xa-90004-2025: an event (create) of the same day is there that the "
            "register does not have. Take the register as it is, or load nothing of this province."
        )
    ]


def test_what_is_missing_of_a_province_is_added(folder: Path) -> None:
    there = Unit.objects.create(
        code="tinh-91", kind="province", name="Tỉnh Mẫu", statistics_code="91"
    )
    done = load_units(folder, province="91")
    assert done.units == {"district": 2, "commune": 11}
    assert Unit.objects.get(code="huyen-901").parent == there
    assert load_units(folder, province="91").is_new is False


def test_history_after_the_register_is_no_conflict(folder: Path) -> None:
    load_units(folder, province="91")
    province = Unit.objects.get(code="tinh-91")
    admin = User.objects.create_user("admin", name="Quản trị")
    RoleAssignment.objects.create(
        user=admin, unit=province, role=Role.ADMINISTRATOR, valid_from=date(2020, 1, 1)
    )
    by = By(on=date(2026, 5, 1), document="2/NQ")
    rename_unit(unit=province, name="Thành phố Mẫu", by=by, user=admin)
    LineageEvent.objects.filter(document="chưa có").update(document="3/NQ")
    assert load_units(folder, province="91").is_new is False


def test_a_faulty_register_loads_nothing(folder: Path) -> None:
    replaced(folder, "communes_pre_20250701.csv", "90001,", "1,")
    assert len(conflicts(lambda: load_units(folder, province="91"))) == 1
    with pytest.raises(NotFoundError):
        load_units(small(folder), province="92")
    assert Unit.objects.count() == 0


def test_whoever_manages_no_units_cannot_load(folder: Path) -> None:
    stranger = User.objects.create_user("stranger", name="Người lạ")
    with pytest.raises(NotEntitledError):
        load_units(folder, province="91", user=stranger)
    assert Unit.objects.count() == 0


def test_a_large_province_takes_few_queries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as first:
        load_units(DATA, province="79")
    with CaptureQueriesContext(connection) as second:
        load_units(DATA, province="79")
    rows = Unit.objects.count() + LineageEvent.objects.count() + Lineage.objects.count()
    assert rows > 1300
    assert len(first.captured_queries) < 60
    assert len(second.captured_queries) <= 5

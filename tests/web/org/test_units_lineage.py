"""A unit's series goes back over its events and says how far it is comparable."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from parindex.web.org.domain.units import (
    By,
    NewUnit,
    load_units,
    merge_units,
    rename_unit,
    split_unit,
)
from parindex.web.org.enums import Comparability, Role
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.queries.lineage import predecessors_on, series_of, successors_on, weakest
from tests.register.folder import DATA, small

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
LATER = By(on=date(2026, 4, 1), document="9/NQ-HĐND", document_date=date(2026, 3, 20))


@pytest.fixture
def admin(tmp_path: Path) -> User:
    """Return the administrator of the fictional province, which is loaded."""
    load_units(small(tmp_path), province="91")
    user = User.objects.create_user("admin", name="Quản trị")
    RoleAssignment.objects.create(
        user=user, unit=unit("tinh-91"), role=Role.ADMINISTRATOR, valid_from=date(2020, 1, 1)
    )
    return user


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def shares(found: Any) -> dict[str, bool]:
    return {each.unit.code: each.is_whole for each in found}


def test_a_renamed_commune_is_comparable(admin: User) -> None:
    (link,) = series_of(unit("xa-90004-2025"))
    assert (link.comparability, link.rule) == (Comparability.COMPARABLE, "renamed")
    assert (link.on, link.event.document) == (AFTER, "Nghị quyết 1")
    assert shares(link.predecessors) == {"xa-90004": True}


def test_a_merged_commune_is_partly_comparable(admin: User) -> None:
    (link,) = series_of(unit("xa-90001-2025"))
    assert (link.comparability, link.rule) == (Comparability.PARTLY, "merged_whole")
    assert shares(link.predecessors) == {"xa-90001": True, "xa-90002": True}


@pytest.mark.parametrize("code", ["xa-90003-2025", "xa-90010-2025"])
def test_a_commune_of_a_divided_one_is_not_comparable(admin: User, code: str) -> None:
    (link,) = series_of(unit(code))
    assert (link.comparability, link.rule) == (Comparability.NOT_COMPARABLE, "divided")
    assert shares(link.predecessors)["xa-90003"] is False


def test_a_commune_that_was_a_district_is_partly_comparable(admin: User) -> None:
    (link,) = series_of(unit("xa-90009-2025"))
    assert (link.comparability, link.rule) == (Comparability.PARTLY, "other_level")


def test_a_commune_that_goes_on_has_no_break(admin: User) -> None:
    assert series_of(unit("xa-90005")) == ()
    assert weakest(series_of(unit("xa-90005"))) is Comparability.COMPARABLE


def test_reasons_are_in_the_language_of_the_reader(admin: User) -> None:
    (link,) = series_of(unit("xa-90001-2025"))
    assert link.reason.startswith("Nhập nguyên vẹn 2 đơn vị")
    with override("en"):
        assert link.reason.startswith("2 whole units were merged")


def test_the_chain_goes_back_over_several_events(admin: User) -> None:
    renamed = rename_unit(unit=unit("xa-90001-2025"), name="Phường Một", by=LATER, user=admin)
    links = series_of(renamed)
    assert [(link.on, link.unit.code, link.rule) for link in links] == [
        (LATER.on, "xa-90001-2026", "renamed"),
        (AFTER, "xa-90001-2025", "merged_whole"),
    ]
    assert weakest(links) is Comparability.PARTLY


def test_units_of_a_day_are_found_on_both_sides(admin: User) -> None:
    merged = merge_units(
        units=[unit("xa-90001-2025"), unit("xa-90010-2025")],
        into=NewUnit(name="Phường Hợp", code="xa-hop"),
        by=LATER,
        user=admin,
    )
    assert shares(predecessors_on(merged, BEFORE)) == {
        "xa-90001": True,
        "xa-90002": True,
        "xa-90003": False,
        "xa-90006": True,
    }
    assert shares(predecessors_on(merged, AFTER)) == {"xa-90001-2025": True, "xa-90010-2025": True}
    assert shares(predecessors_on(merged, LATER.on)) == {"xa-hop": True}
    assert shares(successors_on(unit("xa-90003"), BEFORE)) == {"xa-90003": True}
    assert shares(successors_on(unit("xa-90003"), LATER.on)) == {
        "xa-90003-2025": False,
        "xa-hop": False,
    }


def test_a_unit_without_successor_has_none_after_its_end(admin: User) -> None:
    assert successors_on(unit("huyen-901"), AFTER) == ()
    assert shares(successors_on(unit("huyen-901"), BEFORE)) == {"huyen-901": True}


def test_halves_of_a_split_unit_are_not_comparable(admin: User) -> None:
    halves = split_unit(
        unit=unit("xa-90001-2025"),
        into=[NewUnit(name="Xã Trên", code="xa-tren"), NewUnit(name="Xã Dưới", code="xa-duoi")],
        by=LATER,
        user=admin,
    )
    for half in halves:
        assert [link.rule for link in series_of(half)] == ["divided", "merged_whole"]


@pytest.mark.parametrize(("code", "before"), [("xa-29869-2025", 15), ("xa-28249-2025", None)])
def test_queries_do_not_grow_with_predecessors(
    code: str, before: int | None, django_assert_num_queries: Any
) -> None:
    load_units(DATA, province="82")
    found = unit(code)
    with django_assert_num_queries(2):
        (link,) = series_of(found)
    assert before is None or len(link.predecessors) == before
    with django_assert_num_queries(1):
        assert len(predecessors_on(found, BEFORE)) == len(link.predecessors)

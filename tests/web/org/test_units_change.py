"""An administrator changes units by events; nothing that was is rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.org.domain.units import (
    By,
    NewUnit,
    abolish_unit,
    create_unit,
    merge_units,
    rename_unit,
    split_unit,
)
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import Lineage, LineageEvent, RoleAssignment, Unit, User

pytestmark = pytest.mark.django_db
BY = By(on=date(2026, 12, 1), document=" 12/QĐ-UBND ", document_date=date(2026, 11, 20))
LAST = date(2026, 11, 30)


@dataclass
class House:
    """A province with two departments and the people of one of them."""

    province: Unit
    finance: Unit
    planning: Unit
    admin: User
    officer: User
    local: User


def unit(code: str, name: str, parent: Unit | None, **more: Any) -> Unit:
    kind = UnitKind.DEPARTMENT if parent else UnitKind.PROVINCE
    return Unit.objects.create(
        code=code, name=name, kind=kind, parent=parent, valid_from=date(2020, 1, 1), **more
    )


def role(user: User, unit: Unit, role: str, **more: Any) -> RoleAssignment:
    values = {"valid_from": date(2024, 1, 1), **more}
    return RoleAssignment.objects.create(user=user, unit=unit, role=role, **values)


@pytest.fixture
def house() -> House:
    province = unit("tinh-mau", "Tỉnh Mẫu", None)
    people = [
        User.objects.create_user(name, name=name.title()) for name in ("admin", "officer", "local")
    ]
    found = House(
        province,
        unit("so-tc", "Sở Tài chính", province, agency_code="H91.1", statistics_code="1"),
        unit("so-khdt", "Sở Kế hoạch và Đầu tư", province),
        *people,
    )
    role(found.admin, province, Role.ADMINISTRATOR)
    role(found.local, found.finance, Role.ADMINISTRATOR)
    role(found.officer, found.finance, Role.UNIT_OFFICER)
    return found


def again(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def test_a_unit_is_created_under_its_province(house: House) -> None:
    found = create_unit(
        new=NewUnit(name="  Sở  Xây dựng", code="so-xd"),
        kind=UnitKind.DEPARTMENT,
        parent=house.province,
        by=BY,
        user=house.admin,
    )
    assert (found.name, found.plain_name, found.parent) == (
        *("Sở Xây dựng", "so xay dung"),
        house.province,
    )
    assert (found.valid_from, found.valid_to) == (BY.on, None)
    (line,) = Lineage.objects.filter(successor=found)
    assert (line.event.kind, line.event.document, line.predecessor) == (
        *("create", "12/QĐ-UBND"),
        None,
    )


def test_a_renamed_unit_goes_on_in_a_new_one_and_keeps_its_history(house: House) -> None:
    found = rename_unit(unit=house.finance, name="Sở Tài chính Mới", by=BY, user=house.admin)
    old = again(house.finance)
    assert (old.name, old.code, old.valid_to) == ("Sở Tài chính", "so-tc", LAST)
    assert (found.code, found.valid_from, found.valid_to) == ("so-tc-2026", BY.on, None)
    assert (found.agency_code, found.statistics_code, found.kind) == ("H91.1", "1", "department")
    (line,) = Lineage.objects.filter(predecessor=old)
    assert (line.successor, line.is_whole, line.event.kind) == (found, True, "rename")
    assert line.event.document_date == date(2026, 11, 20)


def test_roles_of_a_renamed_unit_go_on_in_its_successor(house: House) -> None:
    ended = role(house.officer, house.finance, Role.VIEWER, valid_to=date(2026, 1, 1))
    section = role(
        house.officer,
        house.finance,
        Role.SECTION_CONTRIBUTOR,
        components=["plan"],
        valid_to=date(2027, 6, 30),
    )
    found = rename_unit(unit=house.finance, name="Sở Tài chính Mới", by=BY, user=house.admin)
    held = RoleAssignment.objects.filter(user=house.officer).order_by("id")
    assert [(each.unit, each.role, each.valid_from, each.valid_to) for each in held] == [
        (house.finance, "unit_officer", date(2024, 1, 1), LAST),
        (house.finance, "viewer", date(2024, 1, 1), ended.valid_to),
        (house.finance, "section_contributor", date(2024, 1, 1), LAST),
        (found, "unit_officer", BY.on, None),
        (found, "section_contributor", BY.on, section.valid_to),
    ]
    assert held.last().components == ["plan"]


def test_a_second_change_in_a_year_gets_a_code_with_the_day(house: House) -> None:
    first = rename_unit(unit=house.finance, name="Sở Một", by=BY, user=house.admin)
    later = By(on=date(2026, 12, 15), document="13/QĐ-UBND")
    second = rename_unit(unit=first, name="Sở Hai", by=later, user=house.admin)
    assert (first.code, second.code) == ("so-tc-2026", "so-tc-20261215")
    third = rename_unit(
        unit=second, name="Sở Ba", by=By(on=date(2027, 2, 1), document="1"), user=house.admin
    )
    assert third.code == "so-tc-2027"


def test_children_of_a_renamed_province_belong_to_its_successor(house: House) -> None:
    house.planning.valid_to = date(2025, 2, 28)
    house.planning.save()
    found = rename_unit(unit=house.province, name="Thành phố Mẫu", by=BY, user=house.admin)
    assert again(house.finance).parent == found
    assert again(house.planning).parent == house.province


def test_whole_units_are_merged_into_a_new_one(house: House) -> None:
    institute = unit("vien", "Viện Kế hoạch", house.planning)
    found = merge_units(
        units=[house.finance, house.planning],
        into=NewUnit(name="Sở Tài chính - Kế hoạch", agency_code="H91.9"),
        by=BY,
        user=house.admin,
    )
    assert (found.code, found.agency_code, found.parent) == ("so-tc-2026", "H91.9", house.province)
    assert {again(house.finance).valid_to, again(house.planning).valid_to} == {LAST}
    lines = Lineage.objects.filter(successor=found)
    assert {(line.predecessor.code, line.is_whole) for line in lines} == {
        ("so-tc", True),
        ("so-khdt", True),
    }
    assert len({line.event_id for line in lines}) == 1
    assert again(institute).parent == found
    assert RoleAssignment.objects.get(user=house.officer).valid_to == LAST


def test_a_unit_is_split_into_new_ones(house: House) -> None:
    new = [NewUnit(name="Sở Một", code="so-1"), NewUnit(name="Sở Hai", code="so-2")]
    found = split_unit(unit=house.finance, into=new, by=BY, user=house.admin)
    assert [each.code for each in found] == ["so-1", "so-2"]
    lines = Lineage.objects.filter(predecessor=house.finance)
    assert [(line.successor, line.is_whole) for line in lines] == [(each, False) for each in found]
    assert again(house.finance).valid_to == LAST


def test_a_unit_is_abolished_and_its_roles_end(house: House) -> None:
    abolish_unit(unit=house.finance, by=BY, user=house.admin)
    (line,) = Lineage.objects.filter(predecessor=house.finance)
    assert (line.successor, line.event.kind) == (None, "abolish")
    assert again(house.finance).valid_to == LAST
    assert RoleAssignment.objects.get(user=house.officer).valid_to == LAST


def test_each_change_is_told_beside_every_unit_it_concerns(house: House) -> None:
    found = merge_units(
        units=[house.finance, house.planning],
        into=NewUnit(name="Sở Tài chính - Kế hoạch"),
        by=BY,
        user=house.admin,
    )
    told = AuditRow.objects.filter(verb="unit.merged")
    assert {row.unit_id for row in told} == {house.finance.pk, house.planning.pk, found.pk}
    row = told.get(unit_id=house.planning.pk)
    assert (row.actor_id, row.reason) == (house.admin.pk, "12/QĐ-UBND")
    assert [each["code"] for each in row.old] == ["so-tc", "so-khdt"]
    assert row.new["units"][0]["code"] == "so-tc-2026"
    assert len(row.new["roles"]) == 2
    assert verify() == ()


Change = Callable[[House, User], object]
CHANGES: dict[str, Change] = {
    "create": lambda house, user: create_unit(
        new=NewUnit(name="Sở Mới", code="so-moi"),
        kind=UnitKind.DEPARTMENT,
        parent=house.province,
        by=BY,
        user=user,
    ),
    "rename": lambda house, user: rename_unit(unit=house.finance, name="Sở Mới", by=BY, user=user),
    "merge": lambda house, user: merge_units(
        units=[house.finance, house.planning], into=NewUnit(name="Sở Mới"), by=BY, user=user
    ),
    "split": lambda house, user: split_unit(
        unit=house.finance,
        into=[NewUnit(name="Một", code="mot"), NewUnit(name="Hai", code="hai")],
        by=BY,
        user=user,
    ),
    "abolish": lambda house, user: abolish_unit(unit=house.finance, by=BY, user=user),
}


def state() -> tuple[list[Any], ...]:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (Unit, LineageEvent, Lineage, RoleAssignment, AuditRow)
    )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("who", ["officer", "local"])
def test_who_does_not_manage_the_province_changes_no_unit(
    house: House, change: Change, who: str
) -> None:
    before = state()
    with pytest.raises(NotEntitledError):
        change(house, getattr(house, who))
    assert state() == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_is_made_once(house: House, change: Change) -> None:
    change(house, house.admin)
    before = state()
    with pytest.raises(RefusedError, match=r"đã kết thúc hoạt động|đã được dùng"):
        change(house, house.admin)
    assert state() == before


REFUSED: dict[str, tuple[Callable[[House], object], str]] = {
    "no document": (
        lambda house: abolish_unit(
            unit=house.finance, by=By(on=BY.on, document=" "), user=house.admin
        ),
        "Chưa ghi văn bản",
    ),
    "before the unit was there": (
        lambda house: abolish_unit(
            unit=house.finance, by=By(on=date(2020, 1, 1), document="1"), user=house.admin
        ),
        "chỉ có từ ngày 01/01/2020",
    ),
    "the same name": (
        lambda house: rename_unit(
            unit=house.finance, name="Sở  Tài chính", by=BY, user=house.admin
        ),
        "trùng với tên hiện nay",
    ),
    "no name": (
        lambda house: rename_unit(unit=house.finance, name=" ", by=BY, user=house.admin),
        "chưa có tên",
    ),
    "one unit cannot merge": (
        lambda house: merge_units(
            units=[house.finance, house.finance], into=NewUnit(name="X"), by=BY, user=house.admin
        ),
        "từ hai đơn vị cùng loại",
    ),
    "two kinds cannot merge": (
        lambda house: merge_units(
            units=[house.finance, house.province], into=NewUnit(name="X"), by=BY, user=house.admin
        ),
        "từ hai đơn vị cùng loại",
    ),
    "one is no split": (
        lambda house: split_unit(
            unit=house.finance, into=[NewUnit(name="Một", code="mot")], by=BY, user=house.admin
        ),
        "từ hai đơn vị trở lên",
    ),
    "children left behind": (
        lambda house: abolish_unit(unit=house.province, by=BY, user=house.admin),
        "còn 2 đơn vị trực thuộc",
    ),
    "code of another": (
        lambda house: merge_units(
            units=[house.finance, house.planning],
            into=NewUnit(name="X", code="so-tc"),
            by=BY,
            user=house.admin,
        ),
        "đã được dùng cho đơn vị khác",
    ),
    "no code": (
        lambda house: create_unit(
            new=NewUnit(name="X", code="Sở X"),
            kind=UnitKind.DEPARTMENT,
            parent=house.province,
            by=BY,
            user=house.admin,
        ),
        "không dùng được",
    ),
}


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    house: House, change: Callable[[House], object], words: str
) -> None:
    before = state()
    with pytest.raises(RefusedError, match=words) as refused:
        change(house)
    assert refused.value.fix
    assert state() == before


def test_a_unit_can_begin_on_the_first_day_of_its_parent(house: House) -> None:
    first = By(on=date(2020, 1, 1), document="1/QĐ-UBND")
    found = create_unit(
        new=NewUnit(name="Sở Cũ", code="so-cu"),
        kind=UnitKind.DEPARTMENT,
        parent=house.province,
        by=first,
        user=house.admin,
    )
    assert found.valid_from == house.province.valid_from


def test_successors_of_practice_units_are_for_practice(house: House) -> None:
    Unit.objects.update(is_practice=True)
    practice = again(house.finance)
    found = rename_unit(unit=practice, name="Sở Tập", by=BY, user=house.admin)
    assert found.is_practice

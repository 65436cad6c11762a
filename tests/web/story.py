"""The people and units that the tests of a round know: one small province, one open round.

Everybody of the house style is here: the unit's `officer`, its `head`, a `section` contributor, an
`appraiser`, the council's `secretary`, `chair` and two members, an officer of another unit (the
`stranger`), and data that could leak.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parindex.web.assessment.domain.rounds import BlockPlan, open_round
from parindex.web.assessment.enums import DeadlineKind
from parindex.web.assessment.models import Round, Row, Sheet
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""When the stories play; tests freeze the clock there."""
SET = "model/2026/department"
PASSWORD = "một mật khẩu dài"  # noqa: S105  of people who live for one test


@dataclass
class Story:
    """What a test needs at hand."""

    province: Unit
    units: list[Unit]
    people: dict[str, User]
    round: Round

    def sheet(self, unit: int = 0) -> Sheet:
        """Return the sheet of a unit, read afresh."""
        return Sheet.objects.select_related("unit", "round", "round_block").get(
            round=self.round, unit=self.units[unit]
        )

    def row(self, component: str = "plan_issued", unit: int = 0) -> Row:
        """Return a row, read afresh."""
        return Row.objects.select_related("sheet__unit").get(
            sheet=self.sheet(unit), component=component
        )

    def __getattr__(self, name: str) -> User:
        if name.startswith("__") or name not in self.people:
            raise AttributeError(name)
        return self.people[name]


def make_unit(
    code: str, name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None
) -> Unit:
    """Make a unit of the story's province."""
    return Unit.objects.create(
        code=code,
        name=name,
        plain_name=name.lower(),
        kind=kind,
        parent=parent,
        valid_from=date(2020, 1, 1),
    )


def give_role(
    user: User, role: str, unit: Unit, components: list[str] | None = None, **more: str
) -> RoleAssignment:
    """Give a person a role since the start of the year."""
    user.__dict__.pop("_roles_on", None)
    return RoleAssignment.objects.create(
        user=user,
        role=role,
        unit=unit,
        components=components or [],
        valid_from=date(2026, 1, 1),
        **more,
    )


def make_story(*, units: int = 3, rulebook: str = SET, block: str = "department") -> Story:
    """Make the province, its people and an open round; the clock should stand at `NOW`."""
    province = make_unit("mau", "Tỉnh Mẫu", UnitKind.PROVINCE)
    made = [
        make_unit(f"mau.{number:03d}", f"Sở Mẫu {number}", parent=province)
        for number in range(1, units + 1)
    ]
    cast = {
        "officer": (Role.UNIT_OFFICER, made[0], []),
        "head": (Role.UNIT_HEAD, made[0], []),
        "section": (Role.SECTION_CONTRIBUTOR, made[0], ["plan_issued", "plan_content"]),
        "viewer": (Role.VIEWER, made[0], []),
        "stranger": (Role.UNIT_OFFICER, made[1 % units], []),
        "other_head": (Role.UNIT_HEAD, made[1 % units], []),
        "appraiser": (Role.APPRAISER, province, ["*"]),
        "narrow_appraiser": (Role.APPRAISER, province, ["annual_plan"]),
        "secretary": (Role.COUNCIL_SECRETARY, province, []),
        "chair": (Role.COUNCIL_CHAIR, province, []),
        "member": (Role.COUNCIL_MEMBER, province, []),
        "second_member": (Role.COUNCIL_MEMBER, province, []),
        "surveyor": (Role.SURVEY_OPERATOR, province, []),
        "leader": (Role.LEADER, province, []),
        "administrator": (Role.ADMINISTRATOR, province, []),
        "unit_administrator": (Role.ADMINISTRATOR, made[0], []),
        "auditor": (Role.AUDITOR, province, []),
    }
    people = {}
    for name, (role, unit, components) in cast.items():
        people[name] = User.objects.create_user(
            name, PASSWORD, name=f"Người {name}", email=f"{name}@example.test"
        )
        give_role(people[name], role, unit, components)
    people["nobody"] = User.objects.create_user("nobody", PASSWORD, name="Người ngoài")
    round_ = open_round(
        province=province,
        year=2026,
        title="Kỳ đánh giá năm 2026",
        blocks=[BlockPlan(block, rulebook, tuple(made))],
        deadlines={
            kind: NOW + timedelta(days=10 * place) for place, kind in enumerate(DeadlineKind, 1)
        },
        user=people["secretary"],
    )
    return Story(province, made, people, round_)

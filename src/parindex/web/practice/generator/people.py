"""The people of the practice province: every role, documented account names, one password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.practice.generator import names
from parindex.web.practice.generator.places import EVE, REFORM, Places
from parindex.web.signin.practice import PRACTICE_PASSWORD

SINCE = date(2021, 1, 1)
MEMBERS = 8
APPRAISER_OF = {
    "direction": "thamdinh.1",
    "apparatus": "thamdinh.1",
    "civil_service": "thamdinh.1",
    "impact": "thamdinh.1",
    "bonus": "thamdinh.1",
    "penalty": "thamdinh.1",
    "institutions": "thamdinh.2",
    "procedures": "thamdinh.2",
    "coordination": "thamdinh.2",
    "public_finance": "thamdinh.3",
    "digital": "thamdinh.4",
}
"""Who appraises a field, by its stable key."""
SHARED_UNIT = "noi-vu"
"""The department whose sections fill its sheet together."""
BUSY_COMMUNE = "Một Cửa"
"""Where late dossiers pile up from a certain week on."""
SECTIONS = (
    ("phong.noivu.1", ("direction", "institutions")),
    ("phong.noivu.2", ("procedures", "digital")),
    ("phong.noivu.3", ("apparatus", "civil_service")),
)


@dataclass(slots=True)
class People:
    """Accounts by name, and the roles that wait to be written."""

    users: dict[str, User] = field(default_factory=dict)
    roles: list[RoleAssignment] = field(default_factory=list)

    def __getitem__(self, username: str) -> User:
        return self.users[username]

    def officer_of(self, unit: Unit) -> User:
        """Return the officer who declares for a unit."""
        return self.users[f"canbo.{account_part(unit)}"]

    def head_of(self, unit: Unit) -> User:
        """Return the head who signs for a unit."""
        return self.users[f"thutruong.{account_part(unit)}"]

    @property
    def council(self) -> list[User]:
        """Return chair and members."""
        members = (f"uyvien.{number}" for number in range(1, MEMBERS + 1))
        return [self.users[name] for name in ("chutich", *members)]


def account_part(unit: Unit) -> str:
    """Return what stands behind the point in the account names of a unit: noivu, minhbach."""
    slug = unit.code.removeprefix(f"{names.PROVINCE_CODE}.").removesuffix("-2025")
    return slug.replace("-", "")


def make_people(places: Places) -> People:
    """Write all accounts and roles; the password is hashed once, it is the same for all."""
    people, hashed = People(), make_password(PRACTICE_PASSWORD)
    _province(people, places.province)
    _units_of_today(people, places)
    _former_units(people, places)
    _sections(people, places.departments[SHARED_UNIT])
    for user in people.users.values():
        user.password = hashed
    User.objects.bulk_create(people.users.values())
    RoleAssignment.objects.bulk_create(people.roles)
    return people


def _person(people: People, username: str, *, is_active: bool = True) -> User:
    if username not in people.users:
        people.users[username] = User(
            username=username,
            name=names.person_name(len(people.users)),
            email=f"{username}@example.test",
            is_practice=True,
            is_active=is_active,
        )
    return people.users[username]


def _give(
    people: People,
    username: str,
    role: Role,
    unit: Unit,
    *,
    components: Sequence[str] = (),
    block: str = "",
    since: date = SINCE,
    until: date | None = None,
) -> None:
    people.roles.append(
        RoleAssignment(
            user=_person(people, username),
            unit=unit,
            role=role,
            block=block,
            components=list(components),
            valid_from=since,
            valid_to=until,
        )
    )


def _province(people: People, province: Unit) -> None:
    alone = {
        "thuky": Role.COUNCIL_SECRETARY,
        "chutich": Role.COUNCIL_CHAIR,
        "khaosat": Role.SURVEY_OPERATOR,
        "lanhdao": Role.LEADER,
        "quantri": Role.ADMINISTRATOR,
        "kiemsoat": Role.AUDITOR,
        "motcua": Role.ONE_STOP_MANAGER,
    }
    for username, role in alone.items():
        _give(people, username, role, province)
    for number in range(1, MEMBERS + 1):
        _give(people, f"uyvien.{number}", Role.COUNCIL_MEMBER, province)
    for username in dict.fromkeys(APPRAISER_OF.values()):
        fields = [key for key, who in APPRAISER_OF.items() if who == username]
        _give(people, username, Role.APPRAISER, province, components=fields)
    _give(people, "thamdinh.5", Role.APPRAISER, province, components=["*"], block="commune")


def _units_of_today(people: People, places: Places) -> None:
    groups = (places.departments, places.communes, places.central_agencies)
    for unit in (unit for group in groups for unit in group.values()):
        since = max(SINCE, unit.valid_from)
        _give(people, f"canbo.{account_part(unit)}", Role.UNIT_OFFICER, unit, since=since)
        _give(people, f"thutruong.{account_part(unit)}", Role.UNIT_HEAD, unit, since=since)
    shared = places.departments[SHARED_UNIT]
    part = account_part(shared)
    _give(people, f"quantri.{part}", Role.ADMINISTRATOR, shared, since=REFORM)
    _give(people, f"xem.{part}", Role.VIEWER, shared, since=REFORM)
    counter = places.communes[BUSY_COMMUNE]
    name = f"motcua.{account_part(counter)}"
    _give(people, name, Role.ONE_STOP_MANAGER, counter, since=REFORM)


def _former_units(people: People, places: Places) -> None:
    """Give roles that ended with the units; who lost a department works on in its successor."""
    after = {slug: agency.slug for agency in names.LATER_DEPARTMENTS for slug in agency.made_of}
    for slug, unit in places.former_departments.items():
        if slug not in after:
            continue
        part = account_part(unit)
        _give(people, f"canbo.{part}", Role.UNIT_OFFICER, unit, until=EVE)
        _give(people, f"thutruong.{part}", Role.UNIT_HEAD, unit, until=EVE)
        if after[slug] != slug:
            successor, parts = places.departments[after[slug]], ("public_finance",)
            role = Role.SECTION_CONTRIBUTOR
            _give(people, f"canbo.{part}", role, successor, components=parts, since=REFORM)
            _give(people, f"thutruong.{part}", Role.VIEWER, successor, since=REFORM)
    for unit in places.districts.values():
        part = account_part(unit)
        _person(people, f"canbo.{part}", is_active=False)
        _person(people, f"thutruong.{part}", is_active=False)
        _give(people, f"canbo.{part}", Role.UNIT_OFFICER, unit, until=EVE)
        _give(people, f"thutruong.{part}", Role.UNIT_HEAD, unit, until=EVE)


def _sections(people: People, unit: Unit) -> None:
    for username, fields in SECTIONS:
        role = Role.SECTION_CONTRIBUTOR
        _give(people, username, role, unit, components=fields, since=REFORM)

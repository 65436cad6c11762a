"""Puts a province, three central agencies and their people into the site of the environment.

Run as `python -m tests.browser.make_year`. There is no round yet: the secretary opens it in the
browser. What a test needs to know is printed as JSON.
"""

from __future__ import annotations

import json
import sys

import django

UNITS = {
    "mau.thue": "Thuế Tỉnh Mẫu",
    "mau.bhxh": "Bảo hiểm xã hội Tỉnh Mẫu",
    "mau.kbnn": "Kho bạc Nhà nước Tỉnh Mẫu",
}


def load() -> dict[str, object]:
    """Make units and people; return the password and the ids of the units."""
    from parindex.web.org.enums import Role, UnitKind  # noqa: PLC0415  after setup
    from parindex.web.org.models import User  # noqa: PLC0415
    from tests.web.story import PASSWORD, give_role, make_unit  # noqa: PLC0415

    province = make_unit("mau", "Tỉnh Mẫu", UnitKind.PROVINCE)
    units = [
        make_unit(code, name, UnitKind.CENTRAL_AGENCY, province) for code, name in UNITS.items()
    ]
    first, second, _silent = units
    cast = {
        "secretary": [(Role.COUNCIL_SECRETARY, province, [])],
        "officer": [(Role.UNIT_OFFICER, first, [])],
        "section": [(Role.SECTION_CONTRIBUTOR, first, ["annual_plan"])],
        "head": [(Role.UNIT_HEAD, first, [])],
        "other_officer": [(Role.UNIT_OFFICER, second, [])],
        "other_head": [(Role.UNIT_HEAD, second, [])],
        "appraiser": [(Role.APPRAISER, province, ["*"])],
        "bound_appraiser": [(Role.APPRAISER, province, ["*"]), (Role.UNIT_OFFICER, first, [])],
        "chair": [(Role.COUNCIL_CHAIR, province, [])],
        "member": [(Role.COUNCIL_MEMBER, province, [])],
        "second_member": [(Role.COUNCIL_MEMBER, province, [])],
        "surveyor": [(Role.SURVEY_OPERATOR, province, [])],
        "auditor": [(Role.AUDITOR, province, [])],
    }
    for name, held in cast.items():
        person = User.objects.create_user(name, PASSWORD, name=f"Người {name}")
        for role, unit, components in held:
            give_role(person, role, unit, components)
    return {"password": PASSWORD, "units": [unit.pk for unit in units]}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(load()))

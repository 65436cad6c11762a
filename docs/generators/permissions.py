"""The page of rights, read off the one table that the server asks."""

from __future__ import annotations

import django
from django.conf import settings
from django.utils import translation

from docs.generators.markdown import NOTICE, document, table


def _ready() -> None:
    """Make Django ready for the models that the table stands on; a running site is left alone."""
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["parindex.web.common", "parindex.web.org"],
            AUTH_USER_MODEL="org.User",
            LANGUAGE_CODE="vi",
        )
        django.setup()


def page() -> str:
    """Return the page."""
    _ready()
    with translation.override("vi"):
        return _page()


def _page() -> str:
    from parindex.web.desk.words import ACTIONS, SCOPES  # noqa: PLC0415 - Django must be ready
    from parindex.web.org.enums import Role  # noqa: PLC0415 - as above
    from parindex.web.org.permissions import PERMISSIONS, Action, Scope  # noqa: PLC0415 - as above

    scopes = [(f"`{scope.value}`", str(SCOPES[scope])) for scope in Scope]
    lines = [
        NOTICE,
        "",
        "# Roles and rights",
        "",
        "A right is a role, an action and a scope. `parindex.web.org.permissions` holds the one",
        "table that the server asks; a role that is not named for an action may not do it.",
        "`tests/web/org/test_permissions.py` tests every role against every action.",
        "",
        "## Scopes",
        "",
        *table(("Scope", "In the interface"), scopes),
        "An appraiser's role names components and may name a block. Nobody appraises, votes or",
        "rules on a unit in which he or she has a role of the unit itself. A role in a province",
        "covers the units of that province; a practice province and a real one never mix.",
        "",
        "## Actions by role",
        "",
    ]
    for role in Role:
        rows = [
            (f"`{action.value}`", str(ACTIONS[action]), f"`{PERMISSIONS[action][role].value}`")
            for action in Action
            if role in PERMISSIONS[action]
        ]
        lines += [f"### {role.label} (`{role.value}`)", ""]
        lines += table(("Action", "In the interface", "Scope"), rows)
    return document(*lines, "## Roles by action", "", *_by_action(), "")


def _by_action() -> list[str]:
    from parindex.web.org.permissions import PERMISSIONS, Action  # noqa: PLC0415 - as above

    rows = [
        (
            f"`{action.value}`",
            ", ".join(
                f"{role.value} ({scope.value})" for role, scope in PERMISSIONS[action].items()
            ),
        )
        for action in Action
    ]
    return table(("Action", "Roles with their scope"), rows)

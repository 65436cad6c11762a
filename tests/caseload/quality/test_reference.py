"""The reference page says everything of every check, and is up to date."""

from __future__ import annotations

import pytest

from docs import build
from docs.generators import checks
from parindex.caseload.quality import Check, discover


def section(check: type[Check], page: str) -> str:
    """Return what a page says of a check."""
    return page.partition(f"\n## `{check.id}`\n")[2].partition("\n## ")[0]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_page_is_the_one_that_the_classes_give() -> None:
    assert (build.REFERENCE / "checks.md").read_text(encoding="utf-8") == checks.page()


@pytest.mark.parametrize("check", discover().values(), ids=lambda check: check.id)
def test_nothing_of_a_check_is_left_out(check: type[Check]) -> None:
    found = flat(section(check, (build.REFERENCE / "checks.md").read_text(encoding="utf-8")))
    for text in (check.title, check.seen, check.matters, check.honest):
        assert text.vi in found
        assert text.en in found
    assert check.words.vi in found
    for setting in check.settings():
        assert f"| `{setting.name}` | {setting.default} |" in found
    for duty in check.duties:
        assert f"`duty.{duty}`" in found


def test_a_check_that_is_not_on_the_page_would_be_found() -> None:
    one, other = list(discover().values())[:2]
    page = checks.page().replace(f"## `{one.id}`", "## `another`")
    assert section(one, page) == ""
    assert section(other, page) != ""

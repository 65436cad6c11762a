"""English of the site: every string has one, and none is left over.

`python -m tests.web.test_translations` prints what is missing and what is left over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import parindex.web

WEB = Path(parindex.web.__file__).parent
SOURCE = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PAPERS = re.compile(r'{% language "vi" %}<article class="paper" lang="vi">.*?</article>', re.S)
"""Official papers are in Vietnamese for every reader."""
Key = tuple[str | None, str]


def sources() -> list[Path]:
    """Return the templates and modules of the site."""
    return [file for file in sorted(WEB.rglob("*")) if file.suffix in {".html", ".py"}]


def collected() -> Iterator[tuple[Key, Path]]:
    """Return every marked string, as (context, singular), with the file that marks it."""
    for file in sources():
        text = file.read_text(encoding="utf-8")
        code = templatize(text, origin=str(file)) if file.suffix == ".html" else text
        for _line, said, _comments, context in extract("python", io.BytesIO(code.encode()), CALLS):
            yield (context, said if isinstance(said, str) else said[0]), file


def catalogue() -> Catalog:
    """Return the English catalogue."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def translated() -> dict[Key, Message]:
    """Return the entries of the catalogue by context and singular."""
    entries = (each for each in catalogue() if each.id)
    return {
        (each.context, each.id if isinstance(each.id, str) else each.id[0]): each
        for each in entries
    }


def missing() -> dict[Key, str]:
    """Return marked strings without an English one, each with its file."""
    known = translated()
    return {key: file.name for key, file in collected() if key not in known}


def left_over() -> set[Key]:
    """Return entries that no template and no module uses."""
    return set(translated()) - {key for key, _ in collected()}


def texts(entry: Message) -> tuple[str, ...]:
    """Return the English of an entry, one or two forms."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def test_strings_are_found_in_templates_and_in_modules() -> None:
    found = {file.suffix for _, file in collected()}
    assert found == {".html", ".py"}
    assert len({key for key, _ in collected()}) > 200


def test_every_marked_string_has_an_english_one() -> None:
    assert missing() == {}


def test_no_english_string_is_left_over() -> None:
    assert left_over() == set()


def faults(entry: Message) -> Iterator[str]:
    """Return what is wrong with an entry."""
    first = entry.id if isinstance(entry.id, str) else entry.id[0]
    named = re.compile(r"%\(\w+\)s")
    if entry.fuzzy:
        yield f"{first}: fuzzy"
    if len(texts(entry)) != (1 if isinstance(entry.id, str) else 2):
        yield f"{first}: two forms where the source counts, else one"
    for text in texts(entry):
        if not text.strip():
            yield f"{first}: empty"
        if sorted(named.findall(text)) != sorted(named.findall(first)):
            yield f"{first}: other placeholders"


def test_every_entry_is_complete_and_sound() -> None:
    assert [fault for entry in translated().values() for fault in faults(entry)] == []


def test_templates_hold_no_vietnamese_outside_the_marks() -> None:
    marks = re.compile(
        r"{%\s*(?:blocktranslate.*?endblocktranslate|(?!\w*translate).*?|translate.*?)\s*%}|{{.*?}}",
        re.S,
    )
    letters = re.compile(
        r"[ăâđêôơưàảãáạèẻẽéẹìỉĩíịòỏõóọùủũúụỳỷỹýỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]", re.I
    )
    for file in sources():
        if file.suffix == ".html":
            text = PAPERS.sub("", file.read_text(encoding="utf-8"))
            bare = marks.sub("", text).replace("Tiếng Việt", "")
            assert not letters.search(bare), file


if __name__ == "__main__":
    print("missing:", *missing().items(), sep="\n  ")  # noqa: T201  a helper for translators
    print("left over:", *left_over(), sep="\n  ")  # noqa: T201  a helper for translators

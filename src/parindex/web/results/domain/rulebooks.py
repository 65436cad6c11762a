"""Rulebooks as a lawyer reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parindex.errors import NotFoundError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import shipped_rulebooks
from parindex.rulebook.model import Node, Rulebook
from parindex.scoring import discover, load
from parindex.scoring.wording import rule_in_words
from parindex.web.common.formats import language


@dataclass(frozen=True, slots=True)
class RulebookEntry:
    """A rulebook in the list."""

    name: str
    title: str
    is_model: bool
    components: int
    scale: object
    valid_from: object


@dataclass(frozen=True, slots=True)
class RulebookLine:
    """A node of a rulebook in words."""

    node: Node
    depth: int
    name: str
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    guide: str
    note: str
    source: str
    none_arisen: str
    given_by: str
    appraised_by: str


@dataclass(frozen=True, slots=True)
class RulebookPage:
    """All of a rulebook in the reader's language."""

    name: str
    rulebook: Rulebook
    title: str
    note: str
    fingerprint: str
    lines: tuple[RulebookLine, ...]
    blocks: tuple[str, ...]
    bands: tuple[tuple[str, tuple[tuple[str, object, bool], ...]], ...]
    settings: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, object, str, str], ...]


@cache
def _loaded(name: str) -> Rulebook:
    """Return a shipped rulebook, kept since it cannot change while the site runs."""
    return load(name)


def rulebook_list() -> list[RulebookEntry]:
    """Return the shipped rulebooks."""
    code = language()
    return [
        RulebookEntry(
            name=name,
            title=book.title.in_language(code),
            is_model=book.model,
            components=len(book.leaves()),
            scale=book.scale,
            valid_from=book.valid_from,
        )
        for name in shipped_rulebooks()
        for book in (_loaded(name),)
    ]


def _line(book: Rulebook, node: Node, depth: int, code: str) -> RulebookLine:
    leaf, kinds = node.leaf, discover()
    rules = (
        ()
        if leaf is None
        else tuple(rule_in_words(book, node, use, kinds[use.kind], code) for use in leaf.rules())
    )
    facts = (
        ()
        if leaf is None
        else tuple(book.facts[name].label.in_language(code) for name in leaf.fact_names())
    )
    return RulebookLine(
        node=node,
        depth=depth,
        name=node.name.in_language(code),
        rules=rules,
        facts=facts,
        evidence=tuple(each.in_language(code) for each in leaf.evidence) if leaf else (),
        guide=leaf.guide.in_language(code) if leaf and leaf.guide else "",
        note=leaf.note.in_language(code) if leaf and leaf.note else "",
        source=str(leaf.rules()[0].values[-1].source if leaf else node.source),
        none_arisen=leaf.none_arisen.value if leaf else "",
        given_by=leaf.given_by.value if leaf else "",
        appraised_by=leaf.appraised_by.in_language(code) if leaf else "",
    )


def _lines(book: Rulebook, nodes: tuple[Node, ...], depth: int, code: str) -> list[RulebookLine]:
    found: list[RulebookLine] = []
    for node in nodes:
        found.append(_line(book, node, depth, code))
        found += _lines(book, node.children, depth + 1, code)
    return found


def rulebook_page(name: str) -> RulebookPage:
    """Return a shipped rulebook for reading.

    Only shipped names are looked up, so that an address never opens another folder.
    """
    if name not in shipped_rulebooks():
        raise NotFoundError(f"no shipped rulebook {name!r}")
    book, code = _loaded(name), language()
    blocks = {key: text.in_language(code) for key, text in book.blocks.items()}
    return RulebookPage(
        name=name,
        rulebook=book,
        title=book.title.in_language(code),
        note=book.note.in_language(code) if book.note else "",
        fingerprint=fingerprint(book),
        lines=tuple(_lines(book, book.fields, 0, code)),
        blocks=tuple(blocks.values()),
        bands=tuple(
            (
                blocks.get(block, ""),
                tuple((band.label.in_language(code), band.lower, band.inclusive) for band in bands),
            )
            for block, bands in book.bands.items()
        ),
        settings=tuple((each.about, each.text.in_language(code)) for each in book.settings),
        acts=tuple(
            (act.number, act.issued, act.article, act.title.in_language(code)) for act in book.acts
        ),
    )

"""Rulebooks as a lawyer reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from parindex.errors import NotFoundError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import shipped_rulebooks
from parindex.rulebook.model import Node, Rulebook
from parindex.scoring import load
from parindex.web.common.formats import language
from parindex.web.results.domain.words import NodeWords, node_words


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
    """A node of a rulebook with its words."""

    node: Node
    depth: int
    name: str
    words: NodeWords


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


def _lines(book: Rulebook, nodes: tuple[Node, ...], depth: int, code: str) -> list[RulebookLine]:
    found: list[RulebookLine] = []
    for node in nodes:
        words = node_words(book, node, code)
        found.append(RulebookLine(node, depth, node.name.in_language(code), words))
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

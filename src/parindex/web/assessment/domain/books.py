"""The rulebooks that rounds froze: kept under their hash, read back and checked against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parindex.errors import NotFoundError, RefusedError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_document, raw_document, shipped_rulebooks
from parindex.rulebook.model import GivenBy, Leaf, Node, Rulebook
from parindex.scoring import BlockScorer
from parindex.scoring.kinds import discover
from parindex.web.assessment.models import RoundBlock, RulebookDocument, RulebookVersion


@dataclass(frozen=True, slots=True)
class Component:
    """A component of a frozen rulebook with its place in the tree.

    `keys` are its own stable key and those above it; `declares` the facts that are entered in
    its row: those that no earlier component reads.
    """

    node: Node
    leaf: Leaf
    keys: tuple[str, ...]
    path: tuple[Node, ...]
    declares: tuple[str, ...]

    @property
    def is_declared(self) -> bool:
        """Whether the unit declares it; survey and outside points come from others."""
        return self.leaf.given_by in {GivenBy.SELF_SCORED, GivenBy.AUTOMATIC}


@dataclass(frozen=True, slots=True)
class Book:
    """A frozen rulebook made ready for the sheets of one block."""

    rulebook: Rulebook
    block: str
    components: Mapping[str, Component]
    home_of: Mapping[str, str]
    scorer: BlockScorer
    tracer: BlockScorer


def freeze(name: str) -> RulebookVersion:
    """Keep the whole document of a rulebook under its hash and return it."""
    read = _shipped if name in shipped_rulebooks() else _read
    raw, rulebook, content_hash = read(name)
    version, _ = RulebookVersion.objects.get_or_create(
        content_hash=content_hash,
        defaults={"identity": rulebook.identity, "title": rulebook.title.vi},
    )
    text = json.dumps(raw, ensure_ascii=False)
    RulebookDocument.objects.get_or_create(version=version, defaults={"text": text})
    return version


def _read(name: str) -> tuple[dict[str, Any], Rulebook, str]:
    """Return the document of a rulebook, the rulebook, and the hash of its content."""
    raw = raw_document(name)
    rulebook = load_document(raw, discover())
    return raw, rulebook, fingerprint(rulebook)


@lru_cache(maxsize=32)
def _shipped(name: str) -> tuple[dict[str, Any], Rulebook, str]:
    """Read a shipped rulebook once: it cannot change while the site runs."""
    return _read(name)


def book_of(round_block: RoundBlock) -> Book:
    """Return the rulebook of a block of a round, ready for scoring."""
    return _book(round_block.rulebook_id, round_block.rulebook_block)


@lru_cache(maxsize=64)
def _book(content_hash: str, block: str) -> Book:
    kept = RulebookDocument.objects.get(version=content_hash)
    rulebook = load_document(json.loads(kept.text), discover())
    if fingerprint(rulebook) != content_hash:
        raise RefusedError(
            f"the stored document of {rulebook.identity} is not the one that was frozen",
            fix="restore it from a backup",
        )
    return make_book(rulebook, block)


def make_book(rulebook: Rulebook, block: str) -> Book:
    """Return a rulebook made ready for one block."""
    components: dict[str, Component] = {}
    home: dict[str, str] = {}

    def visit(node: Node, path: tuple[Node, ...]) -> None:
        if node.leaf is None:
            for child in node.children:
                visit(child, (*path, node))
            return
        if node.applies_to and block not in node.applies_to:
            return
        own = tuple(name for name in node.leaf.fact_names() if name not in home)
        home.update(dict.fromkeys(own, node.key))
        keys = (node.key, *(each.key for each in reversed(path)))
        components[node.key] = Component(node, node.leaf, keys, path, own)

    for field in rulebook.fields:
        visit(field, ())
    return Book(
        rulebook,
        block,
        components,
        home,
        BlockScorer(rulebook, block),
        BlockScorer(rulebook, block, trace=True),
    )


def component_of(book: Book, key: str) -> Component:
    """Return a component by its stable key."""
    if key not in book.components:
        raise NotFoundError(f"{book.rulebook.identity} has no component {key!r}")
    return book.components[key]

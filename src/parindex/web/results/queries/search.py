"""Finding units and components by words, with or without marks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from parindex.web.common.formats import plain_name, sort_key
from parindex.web.results.models import Block, Node, UnitResult
from parindex.web.results.queries.editions import edition_blocks, in_language


def found_units(query: str, limit: int = 60) -> list[UnitResult]:
    """Return units of current editions whose name or code holds the words."""
    if len(query.strip()) < 2:
        return []
    rows = UnitResult.objects.filter(block__edition__is_current=True).select_related(
        "block__edition"
    )
    for word in plain_name(query).split():
        rows = rows.filter(Q(plain_name__contains=word) | Q(unit__icontains=word))
    best_first = (F("rank").asc(nulls_last=True), "unit")
    return list(rows.order_by("block__edition__position", "block__position", *best_first)[:limit])


def found_nodes(query: str, limit: int = 40) -> list[Node]:
    """Return components of current editions whose name holds the words."""
    if len(query.strip()) < 2:
        return []
    words = plain_name(query).split()
    rows = Node.objects.filter(block__edition__is_current=True).select_related("block__edition")
    fitting = [
        node
        for node in rows
        if all(word in plain_name(in_language(node, "name")) for word in words)
    ]
    return fitting[:limit]


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A block with its units by name."""

    block: Block
    title: str
    name: str
    units: tuple[UnitResult, ...]


def units_by_name(block: Block) -> list[UnitResult]:
    """Return the units of a block in the order of the Vietnamese alphabet."""
    return sorted(block.units.all(), key=lambda unit: sort_key(unit.name))


def unit_directory() -> list[DirectoryEntry]:
    """Return all units of all current editions, by edition and block."""
    found: dict[int, list[UnitResult]] = {}
    for unit in UnitResult.objects.filter(block__edition__is_current=True):
        found.setdefault(unit.block_id, []).append(unit)
    return [
        DirectoryEntry(
            block=block,
            title=in_language(block.edition, "title"),
            name=in_language(block, "name"),
            units=tuple(sorted(found.get(block.pk, []), key=lambda unit: sort_key(unit.name))),
        )
        for block in edition_blocks()
    ]

"""What a secretary and an administrator choose from: sets of criteria, blocks, parts of a set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext as _

from parindex.rulebook.load import shipped_rulebooks
from parindex.scoring import load
from parindex.web.assessment.domain.books import book_of
from parindex.web.assessment.enums import Phase
from parindex.web.assessment.models import RoundBlock
from parindex.web.common.formats import language, plain_name, sort_key
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit


@dataclass(frozen=True, slots=True)
class SetChoice:
    """A shipped set for one block of units."""

    name: str
    block: str
    title: str
    components: int
    is_model: bool
    valid_from: date
    valid_to: date | None

    @property
    def value(self) -> str:
        """How a form sends it."""
        return f"{self.name}|{self.block}"

    def is_in_force(self, on: date) -> bool:
        """Say whether the set is law on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ProposedBlock:
    """Units of a day that are ranked together, with the set that fits them best."""

    key: str
    name: str
    units: tuple[Unit, ...]
    suggested: str


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A field or criterion that can be assigned to a person."""

    key: str
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What a list says of a shipped set, read once a process."""

    name: str
    block: str
    titles: dict[str, str]
    components: int
    is_model: bool
    valid_from: date
    valid_to: date | None


@cache
def _sets() -> tuple[_Shipped, ...]:
    return tuple(
        _Shipped(
            name=name,
            block=block,
            titles={"vi": book.title.vi, "en": book.title.en},
            components=len(book.leaves()),
            is_model=book.model,
            valid_from=book.valid_from,
            valid_to=book.valid_to,
        )
        for name in shipped_rulebooks()
        for book in (load(name),)
        for block in book.blocks
    )


def set_choices(block: str = "") -> tuple[SetChoice, ...]:
    """Return the shipped sets, one entry for each block that they are for."""
    return tuple(
        SetChoice(
            name=each.name,
            block=each.block,
            title=each.titles["en" if language() == "en" else "vi"],
            components=each.components,
            is_model=each.is_model,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in _sets()
        if not block or each.block == block
    )


KINDS = (
    ("department", "department", UnitKind.DEPARTMENT, ""),
    ("commune", "commune", UnitKind.COMMUNE, ""),
    ("central_agency", "central_agency", UnitKind.CENTRAL_AGENCY, ""),
)
SPLIT = (
    KINDS[0],
    ("ward", "commune", UnitKind.COMMUNE, "phuong "),
    ("commune", "commune", UnitKind.COMMUNE, ""),
    KINDS[2],
)
"""Key of the block, block of the set, kind of units, how their names begin; the first takes."""


def block_names() -> dict[str, str]:
    """Return the names of the proposed blocks."""
    return {
        "department": _("Sở, ban, ngành"),
        "ward": _("Phường"),
        "commune": _("Xã, phường, đặc khu"),
        "central_agency": _("Cơ quan trung ương trên địa bàn"),
    }


def proposed_blocks(
    province: Unit, on: date, *, split_communes: bool = False
) -> tuple[ProposedBlock, ...]:
    """Return the blocks of a province as its units are on a day; one query."""
    there = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    there &= Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    left = list(Unit.objects.filter(there, Q(parent=province) | Q(parent__parent=province)))
    names = block_names()
    if split_communes:
        names["commune"] = _("Xã, đặc khu")
    blocks = []
    for key, of_set, kind, start in SPLIT if split_communes else KINDS:
        units = [
            unit for unit in left if unit.kind == kind and plain_name(unit.name).startswith(start)
        ]
        left = [unit for unit in left if unit not in units]
        if units:
            units.sort(key=lambda unit: sort_key(unit.name))
            blocks.append(ProposedBlock(key, names[key], tuple(units), _suggested(of_set, on)))
    return tuple(blocks)


def _suggested(block: str, on: date) -> str:
    """Return the set that fits a block best: the complete model of parindex, of that year."""

    def fit(each: SetChoice) -> tuple[bool, bool, int, int]:
        newest = -each.valid_from.toordinal()
        return (not each.is_model, not each.is_in_force(on), newest, -each.components)

    choices = sorted(set_choices(block), key=fit)
    return choices[0].value if choices else ""


def part_choices() -> tuple[PartChoice, ...]:
    """Return fields and criteria of the sets of all rounds that are open, each key once."""
    found: dict[str, PartChoice] = {}
    blocks: Sequence[RoundBlock] = RoundBlock.objects.exclude(
        round__phase=Phase.CLOSED
    ).select_related("rulebook")
    for round_block in blocks:
        for field in book_of(round_block).rulebook.fields:
            for node, depth in ((field, 0), *((child, 1) for child in field.children)):
                label = f"{node.code}. {node.name.in_language(language())}"
                found.setdefault(node.key, PartChoice(node.key, label, depth))
    return tuple(found.values())


def block_choices() -> tuple[tuple[str, str], ...]:
    """Return the blocks of all open rounds by key, for an appraiser of one block."""
    blocks = RoundBlock.objects.exclude(round__phase=Phase.CLOSED).order_by("position")
    return tuple({each.key: (each.key, each.name) for each in blocks}.values())

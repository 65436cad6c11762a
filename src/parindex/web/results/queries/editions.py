"""Editions as they are listed, with their means."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from parindex.web.common.formats import language
from parindex.web.results.models import Block, Edition, UnitResult


def in_language(row: Any, name: str) -> str:
    """Return the text of a row in the reader's language."""
    return getattr(row, f"{name}_{language()}")


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition as it is listed."""

    edition: Edition
    title: str
    place: str
    period: str
    blocks: tuple[Block, ...]
    units: int
    leaders: tuple[UnitResult, ...]


def current_editions() -> QuerySet[Edition]:
    """Return the current editions with their blocks, in the order of the site."""
    blocks = Block.objects.annotate(unit_count=Count("units"))
    return Edition.objects.filter(is_current=True).prefetch_related(Prefetch("blocks", blocks))


def edition_cards() -> list[EditionCard]:
    """Return the current editions as cards, each with its three best units."""
    best: dict[int, list[UnitResult]] = {}
    for unit in UnitResult.objects.filter(
        block__edition__is_current=True, block__position=0, rank__lte=3
    ).select_related("block"):
        best.setdefault(unit.block.edition_id, []).append(unit)
    return [
        EditionCard(
            edition=edition,
            title=in_language(edition, "title"),
            place=in_language(edition, "place"),
            period=in_language(edition, "period"),
            blocks=tuple(edition.blocks.all()),
            units=sum(block.unit_count for block in edition.blocks.all()),
            leaders=tuple(best.get(edition.pk, [])[:3]),
        )
        for edition in current_editions()
    ]


@dataclass(frozen=True, slots=True)
class Family:
    """Editions of one index, with what the index measures."""

    title: str
    about: str
    cards: tuple[EditionCard, ...]


def families(cards: list[EditionCard]) -> list[Family]:
    """Return cards by the index that they belong to, in the order of the first of each."""
    words = {
        "766": (
            _("Chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766/QĐ-TTg)"),
            _(
                "Đo chất lượng giải quyết thủ tục hành chính, dịch vụ công theo sáu nhóm, "
                "chấm trên Cổng Dịch vụ công quốc gia; thang 100 điểm."
            ),
        ),
        "cchc": (
            _("Chỉ số cải cách hành chính (CCHC) do các tỉnh công bố"),
            _(
                "Mỗi tỉnh chấm cơ quan, đơn vị của mình theo bộ tiêu chí riêng; "
                "không so sánh giữa các tỉnh."
            ),
        ),
        "one_stop": (
            _("Chất lượng giải quyết thủ tục hành chính (Thông tư 01/2018/TT-VPCP)"),
            _("Chín chỉ số, mỗi chỉ số tối đa 2 điểm, chấm việc tiếp nhận và trả kết quả hồ sơ."),
        ),
    }
    grouped: dict[str, list[EditionCard]] = {}
    for card in cards:
        grouped.setdefault(card.edition.family, []).append(card)
    return [
        Family(*words.get(family, (family, "")), cards=tuple(found))
        for family, found in grouped.items()
    ]


@dataclass(frozen=True, slots=True)
class Averages:
    """The mean over blocks by the method of the edition, and what the other would give."""

    method: str
    mean: Decimal | None
    other: Decimal | None
    blocks: tuple[tuple[str, Decimal, int], ...]


def edition_averages(edition: Edition) -> Averages:
    """Return the means of an edition; of several blocks only."""
    blocks = edition.blocks.annotate(unit_count=Count("units")).filter(mean_index__isnull=False)
    return Averages(
        method=edition.averages,
        mean=edition.mean,
        other=edition.other_mean,
        blocks=tuple(
            (in_language(each, "name"), each.mean_index, each.unit_count) for each in blocks
        ),
    )


POINTS_OF_MEANS = ("self_score", "appraised", "out_of")


@dataclass(frozen=True, slots=True)
class PublishedMean:
    """The mean of a block that was published without its units."""

    name: str
    mean: Decimal
    units: int | None
    self_score: Decimal | None
    appraised: Decimal | None
    out_of: Decimal | None
    classes: tuple[tuple[str, int], ...]


def published_means(edition: Edition) -> list[PublishedMean]:
    """Return the block means that an edition gives without units."""
    return [
        PublishedMean(
            name=each["name"][language()],
            mean=Decimal(each["mean"]),
            units=each["units"],
            **{name: each[name] and Decimal(each[name]) for name in POINTS_OF_MEANS},
            classes=tuple(each["classes"].items()),
        )
        for each in edition.block_means
    ]


def edition_blocks() -> list[Block]:
    """Return the blocks of all current editions, in the order of the site."""
    blocks = Block.objects.filter(edition__is_current=True).select_related("edition")
    return list(blocks.order_by("edition__position", "position"))

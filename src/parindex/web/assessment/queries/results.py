"""The frozen results of closed rounds, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from parindex.web.assessment.models import Round, RoundBlock, RoundResult
from parindex.web.assessment.queries.ledger import PointSum, points_of_sheets
from parindex.web.assessment.queries.rounds import NEWEST_FIRST


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A unit in the table of results."""

    result: RoundResult
    points: tuple[PointSum, ...]

    @property
    def lost(self) -> Decimal:
        """All points lost, whatever the cause."""
        return sum((each.points for each in self.points if each.state == "lost"), Decimal(0))


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """The units of a block, best first, with the mean of their exact indexes."""

    round_block: RoundBlock
    lines: tuple[ResultLine, ...]
    mean: Decimal | None
    bands: tuple[tuple[str, int], ...]


def results_of(round_: Round) -> tuple[ResultBlock, ...]:
    """Return the frozen results of a closed round, block by block, in four queries."""
    points = points_of_sheets(round_)
    found = RoundResult.objects.filter(sheet__round=round_).select_related("sheet__unit")
    by_block: dict[int, list[ResultLine]] = {}
    for result in found:
        line = ResultLine(result, points.get(result.sheet_id, ()))
        by_block.setdefault(result.sheet.round_block_id, []).append(line)
    return tuple(
        _block(each, by_block.get(each.pk, []))
        for each in round_.blocks.select_related("rulebook").order_by("position")
    )


def _block(round_block: RoundBlock, lines: list[ResultLine]) -> ResultBlock:
    ordered = sorted(lines, key=_best_first)
    indexes = [line.result.index for line in ordered if line.result.index is not None]
    bands: dict[str, int] = {}
    for line in ordered:
        if line.result.band is not None:
            bands[line.result.band["vi"]] = bands.get(line.result.band["vi"], 0) + 1
    mean = sum(indexes, Decimal(0)) / len(indexes) if indexes else None
    return ResultBlock(round_block, tuple(ordered), mean, tuple(bands.items()))


def _best_first(line: ResultLine) -> tuple[bool, int, str]:
    rank = line.result.rank
    return (rank is None, rank or 0, line.result.sheet.unit.code)


def rounds_of(province_ids: Any) -> list[Round]:
    """Return the rounds of provinces, newest first."""
    found = Round.objects.filter(province__in=province_ids).select_related("province")
    return list(found.prefetch_related("deadlines").order_by(*NEWEST_FIRST))

"""The end of a round: the council's scores stand, totals and ranks are computed, nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex import __version__
from parindex.errors import Problem, ProblemsError, RefusedError
from parindex.scoring import UnitScore
from parindex.scoring.rank import place
from parindex.web.assessment.access import access_round
from parindex.web.assessment.domain.adoption import adopt_appraisals
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.domain.rounds import hold_round, hold_sheets
from parindex.web.assessment.domain.scores import final_scores, self_scores
from parindex.web.assessment.enums import CaseState, Phase, RowStatus, Stage
from parindex.web.assessment.models import Case, Round, RoundBlock, RoundResult, Row, Ruling, Sheet
from parindex.web.common.audit import record
from parindex.web.org.models import User
from parindex.web.org.permissions import Action

__all__ = ["NotClosableError", "Standing", "close_round", "obstacles_to_closing", "standings"]


class NotClosableError(ProblemsError):
    """Something must be decided before the round can be closed."""

    title = "The round cannot be closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands: by what is decided so far, with rank and band."""

    sheet: Sheet
    score: UnitScore


def _sheets_with_rows(
    round_block: RoundBlock, *, with_rulings: bool
) -> list[tuple[Sheet, list[Row]]]:
    rows = Row.objects.order_by("position")
    if with_rulings:
        rows = rows.prefetch_related(Prefetch("rulings", Ruling.objects.order_by("id")))
    found = round_block.sheets.select_related("unit").prefetch_related(Prefetch("rows", rows))
    pairs = [(sheet, list(sheet.rows.all())) for sheet in found]
    for sheet, rows_of_sheet in pairs:
        for row in rows_of_sheet:
            row.sheet = sheet
    return pairs


def standings(
    round_block: RoundBlock, *, stages: Sequence[Stage] | None = None
) -> tuple[Standing, ...]:
    """Return the units of a block with index, rank and band, best first.

    `stages` are those that count, the last first; none of them is the self-score. A unit of
    which something is missing has no rank.
    """
    book = book_of(round_block)
    scored: list[tuple[Sheet, UnitScore]] = []
    is_self = stages is not None and not stages
    for sheet, rows in _sheets_with_rows(round_block, with_rulings=not is_self):
        score = self_scores(book, rows) if is_self else _final(book, rows, stages)
        scored.append((sheet, score))
    placed = place(book.rulebook, [score for _, score in scored])
    pairs = [Standing(sheet, score) for (sheet, _), score in zip(scored, placed, strict=True)]
    return tuple(sorted(pairs, key=_best_first))


def _final(book: Book, rows: list[Row], stages: Sequence[Stage] | None) -> UnitScore:
    return (
        final_scores(book, rows)
        if stages is None
        else final_scores(book, rows, stages=tuple(stages))
    )


def _best_first(standing: Standing) -> tuple[bool, int, str]:
    rank = standing.score.rank
    return (rank is None, rank or 0, standing.sheet.unit.code)


def obstacles_to_closing(round_: Round) -> tuple[Problem, ...]:
    """Return what no closing may pass over: disputes and requests that nobody has ruled on."""
    open_cases = Case.objects.filter(row__sheet__round=round_, state=CaseState.OPEN).select_related(
        "row__sheet__unit"
    )
    return tuple(
        Problem(
            f"{case.row.sheet.unit.name}, {case.row.code}",
            _("Hội đồng chưa kết luận"),
            _("Đưa ra Hội đồng biểu quyết và kết luận"),
        )
        for case in open_cases
    )


def undecided(round_: Round) -> list[Row]:
    """Return rows without any decided score: their units will have no total and no rank."""
    rows = Row.objects.filter(sheet__round=round_, is_active=True).exclude(exemption="granted")
    return list(
        rows.filter(rulings__isnull=True)
        .select_related("sheet__unit")
        .order_by("sheet_id", "position")
    )


@transaction.atomic
def close_round(
    *, round_id: int, version: int, user: User, accepts_gaps: bool = False, reason: str = ""
) -> Round:
    """Close a round: adopt what the council did not touch, compute results, lock for ever.

    Rows that nobody decided leave their unit without total and rank (missing is never zero);
    that must be accepted in so many words, with the reason.
    """
    round_ = access_round(round_id, user=user, to=Action.MANAGE_ROUND)
    round_ = hold_round(round_, version)
    if round_.phase != Phase.COUNCIL:
        what = _("Kỳ đánh giá không ở bước Hội đồng.")
        raise RefusedError(what, fix=_("Tải lại trang rồi làm tiếp."))
    hold_sheets(round_)
    if problems := obstacles_to_closing(round_):
        raise NotClosableError(problems)
    gaps = undecided(round_)
    if gaps and not (accepts_gaps and reason.strip()):
        raise NotClosableError(
            Problem(
                f"{row.sheet.unit.name}, {row.code}",
                _("chưa có điểm"),
                _("Thẩm định, nhập điểm khảo sát, hoặc xác nhận khóa khi còn thiếu và ghi lý do"),
            )
            for row in gaps
        )
    adopt_appraisals(round_, user)
    for round_block in round_.blocks.select_related("rulebook"):
        write_results(round_block)
    old, round_.phase = round_.phase, Phase.CLOSED
    round_.version += 1
    round_.closed_at = timezone.now()
    round_.save(update_fields=["phase", "version", "closed_at"])
    new = {"phase": str(round_.phase), "gaps": len(gaps)}
    record(
        "round.closed",
        round_,
        user=user,
        old={"phase": old},
        new=new,
        reason=reason.strip(),
        round_id=round_.pk,
    )
    return round_


def write_results(round_block: RoundBlock) -> None:
    """Write what the standings of the block are now; a closed round is never written again."""
    RoundResult.objects.bulk_create(
        RoundResult(
            sheet=each.sheet,
            status=RowStatus(each.score.status.value),
            points=each.score.points,
            max_applicable=each.score.max_applicable,
            index=each.score.index,
            rank=each.score.rank,
            tied=each.score.tied,
            band=None if each.score.band is None else each.score.band.label.model_dump(),
            to_next_rank=each.score.to_next_rank,
            to_next_band=each.score.to_next_band,
            rulebook_hash=round_block.rulebook.content_hash,
            code_version=__version__,
        )
        for each in standings(round_block)
    )

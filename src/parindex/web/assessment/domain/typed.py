"""Points and texts as people type them: exact, within bounds, never silently changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.scoring.cells import CellError, number
from parindex.scoring.rounding import EXACT
from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.models import Row
from parindex.web.common.formats import show_number

TEXT_LIMIT = 4000


def typed_text(text: str, *, missing: str, fix: str) -> str:
    """Return a text that must be given; one that is empty or too long is refused."""
    clean = text.strip()
    if not clean:
        raise RefusedError(missing, fix=fix)
    if len(clean) > TEXT_LIMIT:
        words = _("Nội dung dài quá %(limit)s ký tự.") % {"limit": TEXT_LIMIT}
        raise RefusedError(words, fix=_("Rút gọn hoặc đính kèm thành tài liệu."))
    return clean


def typed_points(
    book: Book, row: Row, text: str, *, known: Iterable[Decimal | None] = ()
) -> Decimal:
    """Return typed points of a row.

    `known` are exact scores that the row has already. Typed as they are shown, they are meant:
    nobody can type 1.333… to the last digit.
    """
    value = _number(row, text)
    for score in known:
        if score is not None and _is_shown_as(book, score, value):
            return score
    step = book.components[row.component].leaf.step
    if step and value % step:
        words = _("%(points)s không phải bội số của bước điểm %(step)s.")
        what = words % {"points": show_number(value), "step": show_number(step)}
        raise RefusedError(what, fix=_("Nhập điểm theo bước điểm mà bộ tiêu chí quy định."))
    return value


def _number(row: Row, text: str) -> Decimal:
    fix = _("Nhập điểm từ 0 đến %(top)s, ví dụ 0,5.") % {"top": show_number(row.max_points)}
    if not text.strip():
        raise RefusedError(_("Chưa nhập điểm."), fix=fix)
    try:
        value = number(text)
    except CellError as error:
        raise RefusedError(_("«%(text)s» không phải là điểm.") % {"text": text}, fix=fix) from error
    if not 0 <= value <= row.max_points:
        words = _("%(points)s nằm ngoài khoảng 0 đến %(top)s.")
        shown = {"points": show_number(value), "top": show_number(row.max_points)}
        raise RefusedError(words % shown, fix=fix)
    return value


def _is_shown_as(book: Book, score: Decimal, typed: Decimal) -> bool:
    """Say whether a typed number is an exact score, written with at least the digits of print."""
    printed = book.rulebook.rounding.display.step
    places = max(-int(printed.normalize().as_tuple().exponent), -int(typed.as_tuple().exponent), 0)
    with localcontext(EXACT):
        return score.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == typed

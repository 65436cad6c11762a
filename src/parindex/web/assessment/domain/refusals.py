"""Why the engine refuses a declared figure, in the words of the person who typed it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parindex.errors import CountError, ParindexError, ScoreAboveMaximumError
from parindex.rulebook.model import Fact, FactType
from parindex.scoring.cells import CellError
from parindex.web.common.formats import language

Declared = str | bool
"""A fact as a sheet keeps it."""


def unreadable(fact: Fact, text: Declared, error: CellError) -> tuple[str, str]:
    """Return what is wrong with a typed fact and what to do, in the reader's language."""
    if language() == "en":
        return error.what, error.fix
    what = _("«%(text)s» không đọc được") % {"text": text}
    if fact.type is FactType.CHOICE:
        known = ", ".join(option.vi for option in fact.options.values())
        return what, _("Nhập một trong: %(known)s") % {"known": known}
    return what, _how_to_type(fact.type)


def _how_to_type(kind: FactType) -> str:
    said = {
        FactType.COUNT: _("Nhập số nguyên từ 0 trở lên, viết liền, ví dụ 113905"),
        FactType.PERCENT: _("Nhập tỷ lệ từ 0 đến 100, ví dụ 81,81"),
        FactType.YES_NO: _("Nhập có hoặc không"),
    }
    return said.get(kind, _("Nhập số từ 0 trở lên, ví dụ 81,81"))


def unscorable(error: ParindexError) -> tuple[str, str]:
    """Return why facts cannot be scored together and what to do, in the reader's language."""
    fix = _("Sửa số vừa nhập; những gì đã lưu vẫn còn nguyên")
    if language() == "en":
        return str(error), "Correct the figure that was entered last; what was saved is kept"
    if isinstance(error, CountError):
        return _("số thành phần lớn hơn tổng số"), fix
    if isinstance(error, ScoreAboveMaximumError):
        return _("điểm tính ra vượt điểm tối đa"), fix
    return _("câu trả lời không có trong quy định"), fix

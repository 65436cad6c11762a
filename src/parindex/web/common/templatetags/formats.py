"""Template filters: finished values in, text out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from parindex.web.common import formats

register = template.Library()


@register.filter
def num(value: Decimal | int | None, places: int | None = None) -> str:
    """Show a number; a missing one is a dash with the words beside it."""
    return "–" if value is None else formats.show_number(value, places)


@register.filter
def day(value: date) -> str:
    """Show a date."""
    return formats.show_date(value)


@register.filter
def moment(value: datetime) -> str:
    """Show a minute: 17:00 ngày 19/12/2025."""
    return formats.show_moment(value)


@register.filter
def wall(value: datetime) -> str:
    """Show a moment of a dossier, which is wall clock without a zone."""
    return formats.show_wall(value)


@register.filter
def status(value: str) -> str:
    """Show a status in words."""
    words = {
        "scored": _("đã chấm"),
        "missing": _("chưa có"),
        "pending": _("chờ khảo sát"),
        "not_applicable": _("không đánh giá"),
    }
    return words[value]


@register.filter
def figure(value: str) -> str:
    """Name a published figure; the code of a component stays as it is."""
    words = {
        "points": _("tổng điểm"),
        "index": _("chỉ số"),
        "rank": _("thứ hạng"),
        "band": _("xếp loại"),
        "mean": _("bình quân"),
    }
    return words.get(value, value)


@register.filter
def band(value: str) -> str:
    """Say the common names of classes in the reader's language; other names stay."""
    words = {
        "Xuất sắc": _("Xuất sắc"),
        "Tốt": _("Tốt"),
        "Khá": _("Khá"),
        "Trung bình": _("Trung bình"),
        "Yếu": _("Yếu"),
        "Nhóm I": _("Nhóm I"),
        "Nhóm II": _("Nhóm II"),
    }
    return words.get(value, value)


@register.filter
def about(value: str) -> str:
    """Say what a setting of a rulebook is about: part of the set, or codes of components."""
    words = {
        "act": _("văn bản"),
        "acts": _("văn bản"),
        "appraised_by": _("cơ quan thẩm định"),
        "averages": _("bình quân"),
        "bands": _("xếp loại"),
        "bonus": _("điểm thưởng"),
        "bonus_cap": _("trần điểm thưởng"),
        "fields": _("lĩnh vực"),
        "gates": _("điều kiện khống chế xếp loại"),
        "max_points": _("điểm tối đa"),
        "missing": _("chưa có số liệu"),
        "names": _("tên gọi"),
        "not_applicable": _("không đánh giá"),
        "officials": _("cán bộ, công chức"),
        "penalty": _("điểm trừ"),
        "penalty_cap": _("trần điểm trừ"),
        "pending": _("chờ khảo sát"),
        "ranking": _("xếp hạng"),
        "rounding": _("làm tròn"),
        "scale": _("thang điểm"),
        "title": _("tên bộ tiêu chí"),
        "validity": _("hiệu lực"),
    }
    said = ", ".join(words.get(part, part) for part in value.split(", "))
    return said[:1].upper() + said[1:]


@register.filter
def plain(value: Decimal | int) -> str:
    """Write a number for a program: a point, no separators."""
    return format(Decimal(value), "f")


@register.filter
def signed(value: Decimal, places: int | None = None) -> str:
    """Show a difference with its sign; the minus is a minus, not a hyphen."""
    shown = formats.show_number(abs(value), places)
    return f"+{shown}" if value > 0 else f"−{shown}" if value < 0 else shown

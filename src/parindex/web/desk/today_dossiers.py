"""Hôm nay, hồ sơ: which files are late or will be, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.caseflow.queries.board import UnitLine, board, sums, units_for
from parindex.web.caseflow.queries.facts import Facts
from parindex.web.caseflow.scopes import View, newest_refresh, view_of
from parindex.web.common.formats import show_moment, show_number
from parindex.web.desk.today_parts import Card, Figure, Item
from parindex.web.org.models import User


def cards_of_dossiers(user: User) -> Iterator[Card]:
    """Yield one card about the dossiers of all units of a person; none before the first count."""
    refresh = newest_refresh()
    if refresh is None:
        return
    view = view_of(refresh, "")
    lines = board(units_for(user, timezone.localdate()), view)
    if lines:
        yield _card(lines, view)


def _card(lines: list[UnitLine], view: View) -> Card:
    facts = sums(lines)
    single = lines[0].unit if len(lines) == 1 else None
    card = Card(
        _("Hồ sơ TTHC: %s") % single.name if single else _("Hồ sơ TTHC"),
        _("Hồ sơ nào quá hạn hoặc sắp quá hạn?"),
        figures=[
            _figure(facts, "dossiers_open_overdue", _("Đang xử lý đã quá hạn"), is_alarm=True),
            _figure(facts, "dossiers_due_soon", _("Sắp đến hạn (3 ngày làm việc)")),
            _figure(facts, "dossiers_paused_too_long", _("Tạm dừng quá lâu"), is_alarm=True),
        ],
        links=[
            (
                _("Xem hồ sơ"),
                reverse("dossiers_unit", args=[single.pk]) if single else reverse("dossiers"),
            )
        ],
    )
    card.notices.append(_("Số liệu tính đến %s.") % show_moment(view.refresh.judged_at))
    late = [line for line in lines if line.top("dossiers_open_overdue")]
    late.sort(key=lambda line: -(line.top("dossiers_open_overdue") or 0))
    if not single:
        card.list(_("Nơi nhiều hồ sơ quá hạn nhất"), [_item(line) for line in late])
    card.is_quiet = not late and not facts.get("dossiers_due_soon", (0, 0))[0]
    return card


def _figure(facts: Facts, name: str, label: str, *, is_alarm: bool = False) -> Figure:
    pair = facts.get(name)
    value = _("chưa có") if pair is None else show_number(pair[0])
    return Figure(label, value, is_alarm=is_alarm and bool(pair and pair[0]))


def _item(line: UnitLine) -> Item:
    number = show_number(line.top("dossiers_open_overdue") or 0)
    note = _("%s hồ sơ đang quá hạn") % number
    return Item(line.unit.name, note, reverse("dossiers_unit", args=[line.unit.pk]))

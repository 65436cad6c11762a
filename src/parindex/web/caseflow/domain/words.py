"""Words for what is counted: statistics, wholes, periods, codes of the exchanged model."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.caseload.columns import Channel, Status, Subject
from parindex.caseload.counting.statistic import discover
from parindex.caseload.reconcile.losing import components
from parindex.errors import NotFoundError
from parindex.web.common.formats import language

WHOLES: Mapping[str, Promise] = {
    "dossiers_in_hand": gettext_lazy("Hồ sơ tiếp nhận và đang xử lý"),
    "dossiers_received": gettext_lazy("Hồ sơ tiếp nhận và đang xử lý"),
    "dossiers_for_digitisation": gettext_lazy("Hồ sơ thuộc diện số hóa"),
    "dossiers_all_channels": gettext_lazy("Hồ sơ tiếp nhận trong kỳ"),
    "dossiers_to_synchronise": gettext_lazy("Hồ sơ phải đồng bộ"),
    "dossiers_with_fee": gettext_lazy("Hồ sơ có nghĩa vụ tài chính"),
    "dossiers_ended": gettext_lazy("Hồ sơ kết thúc trong kỳ"),
    "dossiers_timed": gettext_lazy("Hồ sơ kết thúc trong kỳ, có đủ thời điểm"),
    "dossiers_answered_at_intake": gettext_lazy("Hồ sơ được trả lời khi tiếp nhận"),
}
"""Denominators that are no statistics themselves and can be listed."""

STATUSES: Mapping[int, Promise] = {
    Status.REGISTERED: gettext_lazy("Mới đăng ký"),
    Status.RECEIVED: gettext_lazy("Được tiếp nhận"),
    Status.NOT_RECEIVED: gettext_lazy("Không được tiếp nhận"),
    Status.PROCESSING: gettext_lazy("Đang xử lý"),
    Status.SUPPLEMENT: gettext_lazy("Yêu cầu bổ sung"),
    Status.FINANCIAL_DUTY: gettext_lazy("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Status.WITHDRAWN: gettext_lazy("Công dân yêu cầu rút"),
    Status.STOPPED: gettext_lazy("Dừng xử lý"),
    Status.FINISHED: gettext_lazy("Đã xử lý xong"),
    Status.RETURNED: gettext_lazy("Đã trả kết quả"),
}
CHANNELS: Mapping[int, Promise] = {
    Channel.DIRECT: gettext_lazy("Trực tiếp"),
    Channel.ONLINE: gettext_lazy("Trực tuyến"),
    Channel.POSTAL: gettext_lazy("Bưu chính công ích"),
}
SUBJECTS: Mapping[int, Promise] = {
    Subject.CITIZEN: gettext_lazy("Công dân"),
    Subject.FIRM: gettext_lazy("Doanh nghiệp"),
    Subject.AGENCY: gettext_lazy("Cơ quan nhà nước"),
    Subject.OTHER: gettext_lazy("Khác"),
}


def statistic_name(name: str) -> str:
    """Return what a statistic or a whole is called."""
    if name in WHOLES:
        return str(WHOLES[name])
    found = discover().get(name)
    return name if found is None else found.words[language()]


def statistic_words() -> list[tuple[str, str]]:
    """Return the lists that can be chosen: all of a period, then what needs attention."""
    names = (
        *("dossiers_in_hand", "dossiers_all_channels", "dossiers_open", "dossiers_due_soon"),
        *("dossiers_open_overdue", "dossiers_overdue", "local_finished_overdue"),
        *("dossiers_paused", "dossiers_paused_too_long", "dossiers_supplemented_twice"),
        *("dossiers_withdrawn", "dossiers_stopped", "dossiers_refused", "dossiers_postal"),
        "dossiers_with_complaint",
    )
    return [(name, statistic_name(name)) for name in names]


def list_title(show: str, losing: str) -> str:
    """Return what a list is called; `losing` is the component of 766 that its files lost."""
    if not losing:
        return statistic_name(show)
    found = components().get(losing)
    if found is None:
        raise NotFoundError(f"component {losing!r} hangs on no dossier")
    words = _("Hồ sơ làm mất điểm thành phần %(code)s: không thuộc «%(name)s»")
    return words % {"code": losing, "name": found.words[language()]}


def period_words(text: str) -> str:
    """Return a period in words: tháng 8/2026, quý III/2026, năm 2026."""
    year, __, part = text.partition("-")
    if not part:
        return _("năm %s") % year
    if part.startswith("Q"):
        return _("quý %(number)s/%(year)s") % {
            "number": ("I", "II", "III", "IV")[int(part[1]) - 1],
            "year": year,
        }
    if len(part) > 2:
        return text
    return _("tháng %(month)s/%(year)s") % {"month": int(part), "year": year}

"""What every page of the public site has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parindex import __version__
from parindex.web.common.formats import language

NAVIGATION = (
    ("home", lambda: _("Trang chủ")),
    ("rankings", lambda: _("Bảng xếp hạng")),
    ("units", lambda: pgettext("trang", "Đơn vị")),
    ("criteria", lambda: pgettext("trang", "Tiêu chí")),
    ("compare", lambda: _("So sánh")),
    ("open_data", lambda: _("Dữ liệu mở")),
    ("methods", lambda: _("Phương pháp")),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, languages and the version."""
    return {
        "navigation": [(name, label()) for name, label in NAVIGATION],
        "language": language(),
        "other_language": {
            "code": "vi" if language() == "en" else "en",
            "url": translate_url(request.get_full_path(), "vi" if language() == "en" else "en"),
        },
        "version": __version__,
        "section": "",
    }

"""The page of rights, read off the one table that the server asks."""

from __future__ import annotations

import django
from django.conf import settings
from django.utils import translation

from docs.generators.markdown import NOTICE, document, table

ABOVE = """\
Bảng này được tạo từ chính bảng quyền mà máy chủ dùng khi trả lời mọi yêu cầu (`PERMISSIONS`
trong `parindex.web.org.permissions`). Ô trống là không được làm; với người không có quyền, trang
cần mở coi như không tồn tại. Quyền còn phụ thuộc bước, hạn của kỳ đánh giá và trạng thái của phiếu.
"""
BELOW = """\
- Vai trò giữ tại tỉnh có phạm vi toàn tỉnh; quản trị cấp tỉnh quản lý mọi đơn vị trong tỉnh.
- «Đơn vị khác», «trừ đơn vị mình»: ai giữ một trong các vai trò cán bộ đầu mối, phụ trách phần
  việc, thủ trưởng, người xem hoặc quản trị tại một đơn vị thì không thẩm định, không biểu quyết,
  không kết luận về chính đơn vị đó.
- Kỳ thực hành và kỳ thật tách riêng: vai trò ở bên này không có quyền gì ở bên kia.
"""


def _ready() -> None:
    """Make Django ready for the models that the table stands on; a running site is left alone."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes"),
            *("parindex.web.common", "parindex.web.org"),
        ],
        AUTH_USER_MODEL="org.User",
        LANGUAGE_CODE="vi",
    )
    django.setup()


def page() -> str:
    """Return the page."""
    _ready()
    with translation.override("vi"):
        return document(
            *("# Quyền: ai được làm gì", "", NOTICE, "", *ABOVE.splitlines(), ""),
            *_table(),
            *BELOW.splitlines(),
            *("", "## Tên các vai trò", ""),
            *_roles(),
        )


def _table() -> list[str]:
    from parindex.web.desk.words import ACTIONS, SCOPES  # noqa: PLC0415 - Django must be ready
    from parindex.web.org.enums import Role  # noqa: PLC0415 - as above
    from parindex.web.org.permissions import PERMISSIONS, Action  # noqa: PLC0415 - as above

    head = ("Việc", "Tên trong mã", *(str(role.label) for role in Role))
    rows = []
    for action in Action:
        scopes = (PERMISSIONS[action].get(role) for role in Role)
        cells = ("" if scope is None else str(SCOPES[scope]) for scope in scopes)
        rows.append((str(ACTIONS[action]), f"`{action.value}`", *cells))
    return table(head, rows)


def _roles() -> list[str]:
    from parindex.web.org.enums import Role  # noqa: PLC0415 - Django must be ready

    return table(
        ("Vai trò", "Tên trong mã"), ((str(role.label), f"`{role.value}`") for role in Role)
    )

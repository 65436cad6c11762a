"""Refusals that only the evidence bank knows; the messages are for the person who uploads."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parindex.errors import RefusedError


class FileRefusedError(RefusedError):
    """A file is not taken in: its type, size or content is not allowed."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(what, kept=_("Tệp này không được lưu."), fix=fix)


class AlreadyKeptError(RefusedError):
    """The unit already has this file; `document_id` is the document to use."""

    def __init__(self, *, file_name: str, title: str, document_id: int) -> None:
        self.document_id = document_id
        super().__init__(
            _("Tệp «%(file)s» đã có trong kho của đơn vị, ở văn bản «%(title)s».")
            % {"file": file_name, "title": title},
            fix=_("Hãy dùng văn bản đã có: một văn bản đính kèm được cho nhiều tiêu chí."),
        )

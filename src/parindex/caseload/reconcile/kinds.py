"""How a local record and the portal's copy may differ, in words, and what repairs each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from parindex.caseload.columns import Channel, Status
from parindex.caseload.quality.words import shown_figure
from parindex.rulebook.model import Text


class Kind(StrEnum):
    """What differs."""

    MISSING_ON_PORTAL = "missing_on_portal"
    MISSING_LOCALLY = "missing_locally"
    OTHER_CODE = "other_code"
    DOUBLED_ON_PORTAL = "doubled_on_portal"
    DOUBLED_LOCALLY = "doubled_locally"
    SENT_AS_FINISHED = "sent_as_finished"
    STATUS = "status"
    RECEIVED = "received"
    DUE = "due"
    FINISHED = "finished"
    CHANNEL = "channel"
    PAYMENT = "payment"
    RESULT = "result"


WHOLE: Final = frozenset(
    {
        Kind.MISSING_ON_PORTAL,
        Kind.MISSING_LOCALLY,
        Kind.OTHER_CODE,
        Kind.DOUBLED_ON_PORTAL,
        Kind.DOUBLED_LOCALLY,
    }
)
"""Differences of a whole dossier; the others are of single columns."""

COURSE: Final = (
    "status",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "refused_at",
    "supplement_count",
    "second_supplement_at",
    "first_pause_from",
    "first_pause_until",
    "last_pause_from",
    "last_pause_until",
    "paused_seconds",
)
"""Columns that tell how a dossier ran; a status cannot be repaired without its moments."""

REPAIRED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.SENT_AS_FINISHED: COURSE,
    Kind.STATUS: COURSE,
    Kind.RECEIVED: ("received_at", "statutory_due_at"),
    Kind.DUE: ("due_at", "extended_due_at", "statutory_due_at", "local_due_at"),
    Kind.FINISHED: ("finished_at", "returned_at"),
    Kind.CHANNEL: ("channel",),
    Kind.PAYMENT: ("has_fee", "paid_online"),
    Kind.RESULT: ("has_e_result",),
}
"""Columns of the portal's copy that take the local value when a difference is repaired."""

TITLES: Final[Mapping[Kind, Text]] = {
    Kind.MISSING_ON_PORTAL: Text(vi="Chưa có trên Cổng", en="Missing on the portal"),
    Kind.MISSING_LOCALLY: Text(vi="Không có tại địa phương", en="Missing locally"),
    Kind.OTHER_CODE: Text(vi="Khác mã hồ sơ", en="Other code"),
    Kind.DOUBLED_ON_PORTAL: Text(vi="Trùng trên Cổng", en="Doubled on the portal"),
    Kind.DOUBLED_LOCALLY: Text(vi="Trùng tại địa phương", en="Doubled locally"),
    Kind.SENT_AS_FINISHED: Text(vi="Gửi nhầm là đã xử lý xong", en="Sent as finished"),
    Kind.STATUS: Text(vi="Khác trạng thái", en="Other status"),
    Kind.RECEIVED: Text(vi="Khác ngày tiếp nhận", en="Other receipt"),
    Kind.DUE: Text(vi="Khác ngày hẹn trả", en="Other due date"),
    Kind.FINISHED: Text(vi="Khác thời điểm xử lý xong", en="Other finish"),
    Kind.CHANNEL: Text(vi="Khác kênh nộp", en="Other channel"),
    Kind.PAYMENT: Text(vi="Khác hình thức thanh toán", en="Other payment"),
    Kind.RESULT: Text(vi="Khác về kết quả điện tử", en="Other electronic result"),
}

WORDS: Final[Mapping[Kind, Text]] = {
    Kind.MISSING_ON_PORTAL: Text(
        vi="Hồ sơ {code} có tại địa phương nhưng chưa có trên Cổng Dịch vụ công quốc gia; "
        "cần đồng bộ lại.",
        en="Dossier {code} is known locally but not on the national portal; send it again.",
    ),
    Kind.MISSING_LOCALLY: Text(
        vi="Hồ sơ {code} có trên Cổng Dịch vụ công quốc gia nhưng không có tại địa phương; "
        "cần kiểm tra hồ sơ đã bị xóa hay do hệ thống khác tiếp nhận.",
        en="Dossier {code} is on the national portal but not known locally; see whether it was "
        "deleted or taken in by another system.",
    ),
    Kind.OTHER_CODE: Text(
        vi="Hồ sơ {code} mang mã {portal} trên Cổng (cùng chủ hồ sơ, thủ tục và ngày tiếp nhận); "
        "cần thống nhất một mã.",
        en="Dossier {code} stands on the portal as {portal} (same person, procedure and day of "
        "receipt); give it one code.",
    ),
    Kind.DOUBLED_ON_PORTAL: Text(
        vi="Trên Cổng, hồ sơ {local} còn có thêm bản mang mã {portal} mà địa phương không có; "
        "cần gỡ bản trùng.",
        en="On the portal dossier {local} stands once more as {portal}, unknown locally; take the "
        "double away.",
    ),
    Kind.DOUBLED_LOCALLY: Text(
        vi="Tại địa phương, hồ sơ {portal} còn có thêm bản mang mã {local} mà Cổng không có; "
        "cần gỡ bản trùng.",
        en="Locally dossier {portal} stands once more as {local}, unknown to the portal; take the "
        "double away.",
    ),
    Kind.SENT_AS_FINISHED: Text(
        vi="Hồ sơ {code}: Cổng ghi «{portal}» trong khi địa phương ghi «{local}»; phần mềm đã gửi "
        "nhầm trạng thái, cần gửi lại.",
        en="Dossier {code}: «{portal}» on the portal, «{local}» locally; the system sent a wrong "
        "status, send it again.",
    ),
    Kind.STATUS: Text(
        vi="Hồ sơ {code}: trạng thái tại địa phương là «{local}», trên Cổng là «{portal}».",
        en="Dossier {code}: status «{local}» locally, «{portal}» on the portal.",
    ),
    Kind.RECEIVED: Text(
        vi="Hồ sơ {code}: tiếp nhận {local} tại địa phương, {portal} trên Cổng.",
        en="Dossier {code}: received {local} locally, {portal} on the portal.",
    ),
    Kind.DUE: Text(
        vi="Hồ sơ {code}: hẹn trả {local} tại địa phương, {portal} trên Cổng.",
        en="Dossier {code}: due {local} locally, {portal} on the portal.",
    ),
    Kind.FINISHED: Text(
        vi="Hồ sơ {code}: xử lý xong {local} tại địa phương, {portal} trên Cổng.",
        en="Dossier {code}: finished {local} locally, {portal} on the portal.",
    ),
    Kind.CHANNEL: Text(
        vi="Hồ sơ {code}: kênh nộp tại địa phương là «{local}», trên Cổng là «{portal}».",
        en="Dossier {code}: channel «{local}» locally, «{portal}» on the portal.",
    ),
    Kind.PAYMENT: Text(
        vi="Hồ sơ {code}: địa phương ghi {local}, Cổng ghi {portal}.",
        en="Dossier {code}: {local} locally, {portal} on the portal.",
    ),
    Kind.RESULT: Text(
        vi="Hồ sơ {code}: địa phương ghi {local}, Cổng ghi {portal}.",
        en="Dossier {code}: {local} locally, {portal} on the portal.",
    ),
}

STATUS_WORDS: Final[Mapping[str, Text]] = {
    str(int(status)): text
    for status, text in {
        Status.REGISTERED: Text(vi="mới đăng ký", en="registered"),
        Status.RECEIVED: Text(vi="được tiếp nhận", en="received"),
        Status.NOT_RECEIVED: Text(vi="không được tiếp nhận", en="not received"),
        Status.PROCESSING: Text(vi="đang xử lý", en="in process"),
        Status.SUPPLEMENT: Text(vi="yêu cầu bổ sung", en="supplement asked for"),
        Status.FINANCIAL_DUTY: Text(vi="yêu cầu nghĩa vụ tài chính", en="payment asked for"),
        Status.WITHDRAWN: Text(vi="công dân yêu cầu rút", en="withdrawn"),
        Status.STOPPED: Text(vi="dừng xử lý", en="stopped"),
        Status.FINISHED: Text(vi="đã xử lý xong", en="finished"),
        Status.RETURNED: Text(vi="đã trả kết quả", en="returned"),
    }.items()
}
CHANNEL_WORDS: Final[Mapping[str, Text]] = {
    str(int(channel)): text
    for channel, text in {
        Channel.DIRECT: Text(vi="trực tiếp", en="in person"),
        Channel.ONLINE: Text(vi="trực tuyến", en="online"),
        Channel.POSTAL: Text(vi="bưu chính công ích", en="by post"),
    }.items()
}
PAYMENT_WORDS: Final = {
    "true": Text(vi="có thanh toán trực tuyến", en="paid online"),
    "false": Text(vi="không thanh toán trực tuyến", en="not paid online"),
}
RESULT_WORDS: Final = {
    "true": Text(vi="có kết quả điện tử", en="an electronic result"),
    "false": Text(vi="không có kết quả điện tử", en="no electronic result"),
}
VALUES: Final[Mapping[Kind, Mapping[str, Text]]] = {
    Kind.SENT_AS_FINISHED: STATUS_WORDS,
    Kind.STATUS: STATUS_WORDS,
    Kind.CHANNEL: CHANNEL_WORDS,
    Kind.PAYMENT: PAYMENT_WORDS,
    Kind.RESULT: RESULT_WORDS,
}
"""Words for coded values; a moment is shown by itself."""

NOTHING: Final = Text(vi="(chưa có)", en="(none)")


def sentence(row: Mapping[str, Any], language: str) -> str:
    """Return a difference as a sentence.

    Parameters
    ----------
    row : mapping
        A row of `DIFFERENCES`.
    language : str
        "vi" or "en".

    Examples
    --------
    >>> row = {"dossier_code": "H44.45-260803-0012", "kind": "channel", "local": "1", "portal": "2"}
    >>> sentence(row, "vi")
    'Hồ sơ H44.45-260803-0012: kênh nộp tại địa phương là «trực tiếp», trên Cổng là «trực tuyến».'
    """
    kind = Kind(row["kind"])
    words = VALUES.get(kind, {})

    def shown(value: str | None) -> str:
        if value is None:
            return NOTHING.in_language(language)
        known = words.get(value)
        return shown_figure(value, language) if known is None else known.in_language(language)

    return (
        WORDS[kind]
        .in_language(language)
        .format(code=row["dossier_code"], local=shown(row["local"]), portal=shown(row["portal"]))
    )

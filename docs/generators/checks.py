"""The page of the checks of dossiers, read off their classes in `caseload/quality/checks`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from docs.generators.markdown import NOTICE, document, table
from parindex.caseload.quality import Check, discover
from parindex.caseload.quality.run import LACKING
from parindex.caseload.settings import DutySettings


def _settings(check: type[Check]) -> list[tuple[str, str, str]]:
    """Return the settings of a check: its own, then the duties that it shares."""
    own = [
        (
            f"`{each.name}`",
            str(each.default),
            f"{each.metadata['text'].vi} / {each.metadata['text'].en}",
        )
        for each in check.settings()
    ]
    defaults = {each.name: each.default for each in fields(DutySettings)}
    shared = [
        (f"`duty.{name}`", str(defaults[name]), "thiết lập chung về nghĩa vụ / shared duty setting")
        for name in check.duties
    ]
    return [*own, *shared]


def _check(check: type[Check]) -> Iterator[str]:
    """Return what the page says of a check."""
    lacking = [LACKING[name].vi for name in check.needs if name != "dossiers"]
    per = "cả đơn vị trong kỳ" if check.per_unit else "từng hồ sơ"
    yield from (f"## `{check.id}`", "", f"**{check.title.vi}** ({check.title.en})", "")
    yield from (
        f"- Thấy gì: {check.seen.vi}",
        f"- Vì sao đáng xem: {check.matters.vi}",
        f"- Có thể giải thích: {check.honest.vi}",
        f"- Seen: {check.seen.en}",
        f"- Why it matters: {check.matters.en}",
        f"- Honest explanation: {check.honest.en}",
        f"- Dấu hiệu nói về: {per}.",
    )
    if check.components:
        yield f"- Thành phần 766 có thể bị sai lệch: {', '.join(check.components)}."
    if lacking:
        yield f"- Không hỏi được khi: {'; '.join(lacking)}."
    yield f"- Câu: «{check.words.vi}»"
    yield ""
    yield from table(("Thiết lập", "Mặc định", "Ý nghĩa"), _settings(check))


def page() -> str:
    """Return the page of all checks."""
    known = discover()
    rows = [
        (f"[`{name}`](#{name})", check.title.vi, ", ".join(check.components))
        for name, check in known.items()
    ]
    return document(
        "# Các phép kiểm tra hồ sơ",
        "",
        NOTICE,
        "",
        f"Có {len(known)} phép kiểm tra. Mỗi phép nêu **dấu hiệu để con người xem xét, không phải",
        "kết luận**; vì sao: [dấu hiệu, không phải kết luận](../explanation/signals.md). Một phép",
        "kiểm tra là một tệp trong `src/parindex/caseload/quality/checks`; tên tệp là mã của nó.",
        "",
        *table(("Mã", "Tên", "Thành phần 766"), rows),
        *(line for check in known.values() for line in _check(check)),
    )

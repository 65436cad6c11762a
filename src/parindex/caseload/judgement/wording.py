"""Sentences of a judgement in official Vietnamese and in English, and how values are shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from parindex.caseload.columns import TimeUnit
from parindex.caseload.judgement.values import STATE_WORDS, TIMING_WORDS, Line, State, Timing

Value = datetime | timedelta | State | Timing | int | str | None

SOURCES = {
    "766": (
        "Quyết định 766/QĐ-TTg ngày 23/6/2022, chỉ số 2.1",
        "Decision 766/QĐ-TTg of 23/6/2022, indicator 2.1",
    ),
    "local": (
        "Thông tư 01/2020/TT-VPCP ngày 21/10/2020, biểu II.06a",
        "Circular 01/2020/TT-VPCP of 21/10/2020, form II.06a",
    ),
    "record": ("dữ liệu của hồ sơ", "the dossier's record"),
    "calendar": ("lịch làm việc", "the calendar of working days"),
    "setting": ("thiết lập {0}", "setting {0}"),
}
"""What a step rests on."""

SENTENCES = {
    "not_received": (
        "Tính đến {at}, hồ sơ chưa được tiếp nhận nên không được tính.",
        "By {at} the dossier was not received, so it is not counted.",
    ),
    "refused": (
        "Hồ sơ bị từ chối tiếp nhận{when} nên không được tính.",
        "The dossier was refused at intake{when}, so it is not counted.",
    ),
    "received": (
        "Hồ sơ được tiếp nhận lúc {received}, trước thời điểm xét {at}, nên được tính.",
        "The dossier was received at {received}, before {at}, so it is counted.",
    ),
    "steps": (
        "Đã ghi nhận {count} bước xử lý, bước gần nhất lúc {last}.",
        "{count} steps are recorded, the latest at {last}.",
    ),
    "no_steps": (
        "Không có bước xử lý nào được ghi nhận.",
        "No step of the handling is recorded.",
    ),
    "finished_at": (
        "Thời điểm kết thúc: xử lý xong lúc {end}.",
        "It ended when it was finished, at {end}.",
    ),
    "returned_at": (
        "Không có thời điểm xử lý xong; thời điểm kết thúc: trả kết quả lúc {end}.",
        "It was never marked as finished; it ended when the result was returned, at {end}.",
    ),
    "stopped_at": (
        "Thời điểm kết thúc: dừng giải quyết lúc {end}.",
        "It ended when it was stopped, at {end}.",
    ),
    "withdrawn_at": (
        "Thời điểm kết thúc: công dân, tổ chức rút hồ sơ lúc {end}.",
        "It ended when it was withdrawn, at {end}.",
    ),
    "open": (
        "Hồ sơ chưa kết thúc, được xét tại {end}.",
        "The dossier has not ended and is judged at {end}.",
    ),
    "paused_766": (
        "Hồ sơ đang tạm dừng từ {end} và chưa tiếp tục; được xét tại thời điểm bắt đầu tạm dừng.",
        "The dossier is paused since {end}; it is judged at the moment when the pause began.",
    ),
    "asked_twice": (
        "Có yêu cầu bổ sung lần thứ hai lúc {second}: hồ sơ bị tính là quá hạn.",
        "A supplement was requested a second time, at {second}: this makes the dossier overdue.",
    ),
    "pause_taken_off": (
        "Trừ một lần tạm dừng từ {begun} đến {over} ({paused}): thời điểm so sánh là {judged}.",
        "One pause is taken off, {begun} to {over} ({paused}): {judged} is compared.",
    ),
    "one_pause_only": (
        "Các lần tạm dừng sau không được trừ.",
        "Later pauses are not taken off.",
    ),
    "no_pause": (
        "Không có lần tạm dừng nào đã kết thúc để trừ.",
        "There is no closed pause to take off.",
    ),
    "due": ("Ngày hẹn trả: {due}.", "The due date is {due}."),
    "due_by_calendar": (
        "Không có ngày hẹn trả; thời hạn giải quyết {allowed} kết thúc lúc {due}.",
        "There is no due date; the time allowed, {allowed}, ends by the calendar at {due}.",
    ),
    "no_due": (
        "Không có ngày hẹn trả và không xác định được thời hạn: hồ sơ được tính là {timing}.",
        "There is neither a due date nor a time allowed: the dossier counts as {timing}.",
    ),
    "due_moved": (
        "Thời hạn được tính lại do {reasons}: từ {base} thành {due}.",
        "The due date is moved by {reasons}: from {base} to {due}.",
    ),
    "compared": (
        "So {by}: {judged} {relation} {due}, kết luận: {timing}.",
        "Compared by {by}: {judged} is {relation} {due}: {timing}.",
    ),
    "asked_twice_stays": (
        "Vì vậy không so sánh với ngày hẹn trả, kết luận: {timing}.",
        "It is therefore not compared with the due date: {timing}.",
    ),
    "withdrawn_on_time": (
        "Hồ sơ rút được tính là đã giải quyết đúng hạn.",
        "A withdrawn dossier counts as settled on time.",
    ),
    "stopped_within_time": (
        "Hồ sơ đã dừng giải quyết lúc {end} được tính là đang giải quyết, trong hạn.",
        "The dossier was stopped at {end} and counts as in process, within time.",
    ),
    "paused_local": (
        "Hồ sơ đang tạm dừng từ {end}, chỉ được tính một lần: đang giải quyết, trong hạn.",
        "The dossier is paused since {end} and counts once only: in process, within time.",
    ),
    "state": ("Trạng thái: {state}.", "State: {state}."),
}
"""By name: in Vietnamese and in English."""

UNIT_WORDS = {
    TimeUnit.HOURS: ("{} giờ làm việc", "{} working hours"),
    TimeUnit.WORKING_DAYS: ("{} ngày làm việc", "{} working days"),
    TimeUnit.CALENDAR_DAYS: ("{} ngày", "{} calendar days"),
}


def show_moment(moment: datetime, language: str) -> str:
    """Return a moment as officers write it.

    Examples
    --------
    >>> show_moment(datetime(2026, 8, 22, 17), "vi"), show_moment(datetime(2026, 8, 22, 17), "en")
    ('17:00 ngày 22/08/2026', '22/08/2026 17:00')
    """
    seconds = f":{moment:%S}" if moment.second else ""
    if language == "vi":
        return f"{moment:%H:%M}{seconds} ngày {moment:%d/%m/%Y}"
    return f"{moment:%d/%m/%Y} {moment:%H:%M}{seconds}"


def show_span(span: timedelta, language: str) -> str:
    """Return a length of time to the minute; what is shorter is shown in seconds.

    Examples
    --------
    >>> show_span(timedelta(days=2, hours=1), "vi"), show_span(timedelta(seconds=40), "en")
    ('2 ngày 1 giờ', '40 seconds')
    """
    words = ("ngày", "giờ", "phút") if language == "vi" else ("days", "hours", "minutes")
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    numbers = (*divmod(hours, 24), minutes)
    parts = [f"{number} {word}" for number, word in zip(numbers, words, strict=True) if number]
    return " ".join(parts) or f"{seconds} {'giây' if language == 'vi' else 'seconds'}"


def show_allowed(allowed: int, unit: str, language: str) -> str:
    """Return a time allowed, such as 15 working days."""
    return UNIT_WORDS[TimeUnit(unit)][language != "vi"].format(allowed)


def _show(value: Value | tuple[str, str], language: str) -> str:
    if isinstance(value, tuple):
        return value[language != "vi"]
    if isinstance(value, datetime):
        return show_moment(value, language)
    if isinstance(value, timedelta):
        return show_span(value, language)
    if isinstance(value, State):
        return STATE_WORDS[language][value]
    if isinstance(value, Timing):
        return TIMING_WORDS[language][value]
    return str(value)


def say(name: str, source: str, setting: str = "", /, **values: Value | tuple[str, str]) -> Line:
    """Return a step of the reasoning in both languages.

    Parameters
    ----------
    name : str
        Of the sentence.
    source : str
        What it rests on, a name of `SOURCES`.
    setting : str
        Name and value of the setting, where it rests on one.
    **values
        What stands in its gaps; a pair is text in Vietnamese and in English.
    """
    sentences, sources = SENTENCES[name], SOURCES[source]
    vi, en = (
        sentence.format(**{gap: _show(value, language) for gap, value in values.items()})
        for sentence, language in zip(sentences, ("vi", "en"), strict=True)
    )
    return Line(vi, en, sources[0].format(setting), sources[1].format(setting))

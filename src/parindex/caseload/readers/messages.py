"""Reads the messages that one-stop systems send to the national portal, and answers them.

A message is an object with the list `data`: dossiers (DongBoHoSoMC) or steps
(CapNhatTienDoHoSoMC). Files hold one message, a list of messages, a message a line, or records
without a message around them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

import polars as pl
import pyarrow as pa

from parindex.caseload.batch import Batch
from parindex.caseload.codes import CodeError, dossier_code
from parindex.caseload.privacy import Secret
from parindex.caseload.readers.content import Content, encoding_of, name_of, open_content
from parindex.caseload.readers.fields import FIELDS, STEP_FIELDS
from parindex.caseload.readers.flatten import (
    SOURCES,
    Flat,
    flatten_dossier,
    flatten_step,
    is_step,
)
from parindex.caseload.readers.intake import Intake, IntakeError, Raw, Refusal
from parindex.caseload.readers.normal import batch_of_dossiers, batch_of_steps
from parindex.caseload.readers.words import FLAGS, fold

Message = Mapping[str, Any]
Known = Callable[[Sequence[str]], Collection[str]]

PORTION: Final = 50_000
"""Records of a batch: each is taken apart by itself, so fewer than rows of a table."""
LISTS: Final = ("data", "result", "results")
"""Keys under which records stand: sent, and read back from the portal."""
STEP_SERVICES: Final = ("capnhattiendohosomc", "capnhattientrinh")
STEP_SOURCES: Final = {
    "dossier_code": "MaHoSo",
    "status": "TrangThai",
    "at": "ThoiDiemXuLy",
    "begun_at": "NgayBatDau",
    "planned_end_at": "NgayKetThucTheoQuyDinh",
    "handler_hash": "NguoiXuLy",
    "office": "PhongBanXuLy",
}
SUCCESS: Final = "0"
REFUSED: Final = "1"
UNREADABLE: Final = "2"
EXISTS: Final = "3"
NOT_A_RECORD: Final = "bản ghi phải là một đối tượng JSON; gửi lại theo mô hình dữ liệu"


@dataclass(slots=True)
class _Pile:
    """Records of one kind, taken apart, until there are enough for a batch."""

    texts: dict[str, list[str | None]]
    rows: list[int] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to tell of."""
        return bool(self.rows or self.refusals)

    def add(self, row: int, flat: Flat) -> None:
        """Add a record; one that cannot be taken apart is refused."""
        if flat.faults:
            self.refusals.extend(dict.fromkeys(flat.refusals(row)))
            return
        self.rows.append(row)
        for name, texts in self.texts.items():
            texts.append(flat.texts.get(name))

    def raw(self, names: Mapping[str, str], origin: str) -> Raw:
        """Return the records as columns."""
        told = {n: texts for n, texts in self.texts.items() if n == "dossier_code" or any(texts)}
        frame = pl.DataFrame(told, schema=dict.fromkeys(told, pl.String))
        return Raw(frame, pl.Series("row", self.rows, dtype=pl.Int64), names, origin, self.refusals)


def read_messages(content: Content, intake: Intake, *, origin: str) -> Iterator[Batch]:
    """Yield the batches of a file of messages.

    Parameters
    ----------
    content : Path or bytes
        JSON or JSON lines in UTF-8 or UTF-16, compressed by gzip or not. Lines are read one by
        one; a single document is in memory as a whole.
    intake : Intake
        Whose records they are, and how they are read.
    origin : str
        Name of the file, as it stands in the quarantine.

    Yields
    ------
    Batch
        Of up to 50,000 records. A row is the number of the record in the file; a line that is no
        JSON is refused under the number of the line.

    Raises
    ------
    IntakeError
        If a document is no JSON.
    """
    encoding, name = encoding_of(content, origin), name_of(content, origin)
    with open_content(content) as stream, io.TextIOWrapper(stream, encoding=encoding) as text:
        records = _records(_documents(text, origin))
        numbered = enumerate(records, start=1)
        while portion := list(islice(numbered, PORTION)):
            yield batch_of_records(portion, intake, origin=origin, name=name)


def _documents(text: IO[str], origin: str) -> Iterator[Any]:
    """Yield the JSON documents of a text: one a line, or a single one."""
    first = next((line for line in text if line.strip("\ufeff \r\n\t")), "").lstrip("\ufeff")
    try:
        head = json.loads(first)
    except json.JSONDecodeError:
        yield _whole(first + text.read(), origin)
        return
    yield head
    for line in text:
        if line.strip():
            yield _line(line)


def _whole(text: str, origin: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise IntakeError(
            f"{origin}, line {error.lineno}, column {error.colno}: this is no JSON ({error.msg}). "
            "Write the file again; nothing of it was taken in"
        ) from None


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        return _Torn(f"dòng không phải JSON hợp lệ (cột {error.colno}); ghi lại dòng này")


@dataclass(frozen=True, slots=True)
class _Torn:
    """What stands where a record should be, and why it is none."""

    reason: str


Item = tuple[Any, bool]
"""A record, and whether its message says that it is a step."""


def _records(documents: Iterable[Any]) -> Iterator[Item]:
    for document in documents:
        for message in document if isinstance(document, list) else [document]:
            yield from _records_of(message)


def _records_of(message: Any) -> Iterator[Item]:
    """Yield the records of a message, or the record that stands in its place."""
    if not isinstance(message, dict):
        yield message if isinstance(message, _Torn) else _Torn(NOT_A_RECORD), False
        return
    listed = _listed(message)
    if listed is None:
        yield message, is_step(message)
        return
    is_told = str(message.get("service", "")).lower() in STEP_SERVICES
    for record in listed:
        if isinstance(record, dict):
            yield record, is_told or is_step(record)
        else:
            yield _Torn(NOT_A_RECORD), is_told


def _listed(message: Message) -> list[Any] | None:
    """Return the records of a message; some systems write the list as a text, or only one."""
    for key in LISTS:
        value = message.get(key)
        if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
            torn = _line(value)
            value = [torn] if isinstance(torn, _Torn) else torn
        if isinstance(value, dict):
            return [value]
        if isinstance(value, list):
            return value
    return None


def batch_of_records(
    items: Iterable[tuple[int, Item]], intake: Intake, *, origin: str, name: str
) -> Batch:
    """Return the batch of numbered records, dossiers and steps mixed as they come."""
    dossiers = _Pile({each.name: [] for each in FIELDS if each.name in SOURCES})
    steps = _Pile({each.name: [] for each in STEP_FIELDS})
    for row, (record, is_a_step) in items:
        pile = steps if is_a_step else dossiers
        if isinstance(record, _Torn):
            pile.refusals.append(Refusal(row, "*", record.reason))
        elif is_a_step:
            pile.add(row, flatten_step(record))
        else:
            pile.add(row, flatten_dossier(record, intake.population_databases))
    batches = [Batch.of(name, intake.source, intake.arrived_at)]
    if dossiers.is_filled:
        batches.append(batch_of_dossiers(dossiers.raw(SOURCES, origin), intake, name))
    if steps.is_filled:
        batches.append(batch_of_steps(steps.raw(STEP_SOURCES, origin), intake, name))
    return Batch.of(
        name,
        intake.source,
        intake.arrived_at,
        dossiers=pa.concat_tables([each.dossiers for each in batches]),
        steps=pa.concat_tables([each.steps for each in batches]),
        quarantine=pa.concat_tables([each.quarantine for each in batches]),
    )


@dataclass(frozen=True, slots=True)
class Received:
    """What messages bring, and the answer to each in the portal's shape.

    An answer has `error_code` and `error_message`, and under `data` the same for each record with
    its MaHoSo. Codes are texts: 0 taken in, 1 refused (the message says what to do, the record is
    in the quarantine), 2 the message cannot be read, 3 already there (send it as an update).
    Write the batch to the lake before the answers go out.
    """

    batch: Batch
    answers: tuple[dict[str, Any], ...]


def receive(
    messages: Sequence[Any],
    intake: Intake,
    *,
    origin: str = "DongBoHoSoMC",
    known: Known | None = None,
) -> Received:
    """Return what parsed messages bring and the answer to each.

    Parameters
    ----------
    messages : sequence
        Parsed JSON, one or several; several make one batch, which costs little more than one.
    intake : Intake
        Whose records they are, and how they are read.
    origin : str
        Name of the place that they came to, as it stands in the quarantine.
    known : callable, optional
        Returns which of the given dossier codes are known already. With it, a new dossier
        (`isUpdating` False) that is known is answered with 3, as the portal does, and not taken in;
        the sender repeats it as an update. Without it every dossier is taken in.
    """
    places: list[list[tuple[int, str]]] = []
    items: list[tuple[int, Item]] = []
    there = _there(messages, known)
    skipped: set[int] = set()
    row = 0
    for message in messages:
        places.append([])
        for record, is_a_step in _records_of(message):
            row += 1
            code = _code_of(record)
            places[-1].append((row, code))
            if code in there and not is_a_step and _is_new(message):
                skipped.add(row)
            else:
                items.append((row, (record, is_a_step)))
    name = _name(messages, intake, origin)
    batch = batch_of_records(items, intake, origin=origin, name=name)
    reasons = _reasons(batch)
    answers = tuple(_answer(each, reasons, skipped) for each in places)
    return Received(batch, answers)


def _name(messages: Sequence[Any], intake: Intake, origin: str) -> str:
    """Return a name that the same messages always have; keyed, since it is made of their text."""
    text = json.dumps(messages, sort_keys=True, default=str)
    return f"{origin}#{intake.pseudonyms.of(Secret.FILE, f'messages {text}')}"


def _code_of(record: Any) -> str:
    """Return the code of a record in its one form, or as it was written."""
    told = (
        next((v for k, v in record.items() if str(k).lower() == "mahoso"), "")
        if isinstance(record, dict)
        else ""
    )
    text = told if isinstance(told, str) else ""
    try:
        return dossier_code(text)
    except CodeError:
        return text


def _is_new(message: Any) -> bool:
    told = message.get("isUpdating") if isinstance(message, dict) else None
    return told is not None and FLAGS.get(fold(str(told))) is False


def _there(messages: Sequence[Any], known: Known | None) -> Collection[str]:
    if known is None:
        return ()
    new = chain.from_iterable(_records_of(each) for each in messages if _is_new(each))
    codes = [_code_of(record) for record, _ in new]
    return known(codes) if codes else ()


def _reasons(batch: Batch) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for line in batch.quarantine.select(["row", "field", "reason"]).to_pylist():
        found.setdefault(line["row"], []).append(f"{line['field']}: {line['reason']}")
    return found


def _answer(
    places: list[tuple[int, str]], reasons: Mapping[int, list[str]], skipped: set[int]
) -> dict[str, Any]:
    if not places:
        message = "thông điệp không có bản ghi nào trong data; gửi lại"
        return {"error_code": UNREADABLE, "error_message": message, "data": []}
    records = []
    for row, code in places:
        verdict, message = SUCCESS, ""
        if row in skipped:
            verdict, message = EXISTS, "hồ sơ đã tồn tại; gửi lại với isUpdating là True"
        elif row in reasons:
            verdict, message = REFUSED, "; ".join(reasons[row])
        records.append({"MaHoSo": code, "error_code": verdict, "error_message": message})
    verdicts = {each["error_code"] for each in records}
    whole = max(verdicts - {EXISTS}) if verdicts != {EXISTS} else EXISTS
    whole = EXISTS if whole == SUCCESS and EXISTS in verdicts else whole
    count = sum(each["error_code"] != SUCCESS for each in records)
    message = f"{count} trong {len(records)} bản ghi không được nhận" if count else ""
    return {"error_code": whole, "error_message": message, "data": records}


def message_files(folder: Path) -> list[Path]:
    """Return the files of messages in a folder and below it, in the order of their names."""
    endings = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
    return sorted(file for file in folder.rglob("*") if file.name.lower().endswith(endings))

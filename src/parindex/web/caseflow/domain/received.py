"""What messages bring, and what the door itself refuses; how it lies in the inbox.

Readers make records and reasons of the messages. Here each reason is put to its own message, and
records of another province are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from parindex.caseload.batch import Batch
from parindex.caseload.codes import CodeError, unit_code
from parindex.caseload.columns import DOSSIERS, QUARANTINE, STEPS, Source
from parindex.caseload.privacy import Pseudonyms, Secret
from parindex.caseload.readers import Intake, Received, receive
from parindex.errors import ParindexError
from parindex.web.caseflow.models import InboxMessage
from parindex.web.caseflow.moments import wall
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Lineage, Unit

Message = Mapping[str, Any]
Answer = dict[str, Any]

SCHEMAS = {"dossiers": DOSSIERS, "steps": STEPS, "quarantine": QUARANTINE}
TAKEN_IN, REFUSED, UNREADABLE = "0", "1", "2"
OF_OTHERS = "hồ sơ thuộc tỉnh khác; khóa này chỉ gửi được hồ sơ của tỉnh mình"
WITHOUT_CODE = "bản ghi không có mã hồ sơ; bổ sung rồi gửi lại"
WITHOUT_DATA = "thông điệp không có bản ghi nào trong data; gửi lại"


class NotKeptError(ParindexError):
    """A message was not kept; its sender sends it again."""


class ForeignSenderError(ParindexError):
    """A message says that it comes from a province other than that of its key."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the quarantine calls messages: names that the same messages always have.

    They are keyed hashes, since they are made of the messages' text.
    """

    messages: Sequence[Message]
    pseudonyms: Pseudonyms
    origin: str

    def of(self, number: int) -> str:
        """Return the name of a message."""
        text = json.dumps(self.messages[number], sort_keys=True, default=str)
        return f"{self.origin}#{(self.pseudonyms.of(Secret.FILE, text) or '')[:12]}"


def read_messages(messages: Sequence[Message], intake: Intake, names: Names) -> Received:
    """Read messages together, yet let the quarantine speak of each by itself.

    A refused row has the number and the name of its own message, so that the same message sent
    again, in whatever company, leaves no second line.
    """
    read = receive(messages, intake, origin=names.origin)
    if not read.batch.quarantine.num_rows:
        return read
    places = [
        (number, row)
        for number, answer in enumerate(read.answers)
        for row in range(1, len(answer["data"]) + 1)
    ]
    lines = read.batch.quarantine.to_pylist()
    for line in lines:
        number, line["row"] = places[line["row"] - 1]
        line["batch"] = names.of(number)
    quarantine = pa.Table.from_pylist(lines, schema=QUARANTINE)
    return Received(_with(read.batch, quarantine=quarantine), read.answers)


def _with(batch: Batch, **tables: pa.Table) -> Batch:
    told = {"dossiers": batch.dossiers, "steps": batch.steps, "quarantine": batch.quarantine}
    return Batch.of(batch.name, batch.source, batch.arrived_at, **{**told, **tables})


# whose dossiers a key may send


def _body(code: str) -> str:
    return code.partition("-")[0].partition(".")[0]


def _bodies(province: Unit) -> tuple[set[str], set[str]]:
    """Return the codes of a province, and those of all other provinces of this installation.

    Codes of provinces that were merged into it are its own: dossiers of May 2025 bear them.
    """
    own, new = {province.pk}, {province.pk}
    while new:
        lines = Lineage.objects.filter(
            successor__in=new, predecessor__kind=UnitKind.PROVINCE
        ).values_list("predecessor_id", flat=True)
        new = set(lines) - own
        own |= new
    known = Unit.objects.filter(kind=UnitKind.PROVINCE).exclude(agency_code="")
    codes = {pk: _body(code) for pk, code in known.values_list("pk", "agency_code")}
    mine = {code for pk, code in codes.items() if pk in own}
    return mine, set(codes.values()) - mine


def _foreign(codes: Iterable[str], province: Unit) -> set[str]:
    """Return which of some bodies are other provinces; asks the database only if need be."""
    strange = set(codes) - {_body(province.agency_code)}
    return strange & _bodies(province)[1] if strange else set()


def refuse_foreign_sender(message: Message, province: Unit) -> None:
    told = message.get("madonvi")
    if not isinstance(told, str) or not told.strip():
        return
    try:
        sender = _body(unit_code(told))
    except CodeError:
        return
    if _foreign([sender], province):
        raise ForeignSenderError(f"{sender} does not belong to {province.code}")


def at_the_door(read: Received, province: Unit, names: Names) -> Received:
    """Refuse records that the door itself refuses, and hold the answer against what is kept.

    Refused are those of another province of this installation, and those without any code.
    Dossiers of ministries and of provinces that are not here may be handled by the province.
    """
    foreign = _foreign_dossiers(read.batch, province)
    lines = []
    for number, answer in enumerate(read.answers):
        for row, each in enumerate(answer["data"], start=1):
            code = each["MaHoSo"]
            reason = OF_OTHERS if code in foreign else "" if code else WITHOUT_CODE
            if reason and each["error_code"] != REFUSED:
                each |= {"error_code": REFUSED, "error_message": f"MaHoSo: {reason}"}
                lines.append(_line(names, number, row, code, reason, read.batch.arrived_at))
        _sum_up(answer)
    batch = _without(read.batch, foreign) if foreign else read.batch
    if lines:
        more = pa.Table.from_pylist(lines, schema=QUARANTINE)
        batch = _with(batch, quarantine=pa.concat_tables([batch.quarantine, more]))
    verdicts = [each["error_code"] for answer in read.answers for each in answer["data"]]
    if batch.dossiers.num_rows + batch.steps.num_rows != verdicts.count(TAKEN_IN):
        raise NotKeptError("the answers do not say what was read")
    return Received(batch, read.answers)


def _without(batch: Batch, foreign: set[str]) -> Batch:
    out = pa.array(sorted(foreign))
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["dossier_code"], out)))
        for name, table in (("dossiers", batch.dossiers), ("steps", batch.steps))
    }
    return _with(batch, **kept)


def _foreign_dossiers(batch: Batch, province: Unit) -> set[str]:
    dossiers, stepped = batch.dossiers, batch.steps["dossier_code"].to_pylist()
    pairs = list(zip(stepped, stepped, strict=True))
    pairs += zip(
        dossiers["dossier_code"].to_pylist(), dossiers["unit_code"].to_pylist(), strict=True
    )
    bodies = {code: {_body(code), _body(unit)} for code, unit in pairs}
    others = _foreign({body for found in bodies.values() for body in found}, province)
    return {code for code, found in bodies.items() if found & others}


def _line(
    names: Names, number: int, row: int, code: str, reason: str, arrived_at: datetime
) -> dict[str, Any]:
    return {
        "batch": names.of(number),
        "origin": names.origin,
        "row": row,
        "dossier_code": code or None,
        "field": "MaHoSo",
        "value": code,
        "reason": reason,
        "record": "{}",
        "arrived_at": arrived_at,
    }


def _sum_up(answer: Answer) -> None:
    count = sum(each["error_code"] != TAKEN_IN for each in answer["data"])
    if count:
        answer["error_code"] = REFUSED
        answer["error_message"] = f"{count} trong {len(answer['data'])} bản ghi không được nhận"


# how a batch lies in the inbox


def packed(batch: Batch) -> str:
    """Return a batch as JSON: its rows without what is unknown, moments as microseconds.

    A batch without any row is an empty text.
    """
    tables = {"dossiers": batch.dossiers, "steps": batch.steps, "quarantine": batch.quarantine}
    rows = {
        name: [
            {column: value for column, value in row.items() if value is not None}
            for row in _plain(table).to_pylist()
        ]
        for name, table in tables.items()
        if table.num_rows
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


def _plain(table: pa.Table) -> pa.Table:
    return table.cast(_plain_schema(table.schema))


def _plain_schema(schema: pa.Schema) -> pa.Schema:
    """Return a schema with whole numbers in place of moments."""
    return pa.schema(
        pa.field(each.name, pa.int64() if pa.types.is_timestamp(each.type) else each.type)
        for each in schema
    )


def unpacked(row: InboxMessage) -> Batch:
    """Return the batch that a row of the inbox holds; raise `ValueError` if it holds none."""
    told = json.loads(row.body)
    if not isinstance(told, dict) or not told.keys() <= SCHEMAS.keys():
        raise ValueError(f"tables are {', '.join(SCHEMAS)}")
    tables = {name: _table(rows, SCHEMAS[name]) for name, rows in told.items()}
    return Batch.of("inbox", Source(row.source), wall(row.arrived_at), **tables)


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=_plain_schema(schema)).cast(schema)
    lacking = [each.name for each in schema if not each.nullable and table[each.name].null_count]
    if lacking:
        raise ValueError(f"there is no {', '.join(lacking)}")
    return table

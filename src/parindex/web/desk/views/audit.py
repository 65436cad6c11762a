"""Nhật ký: who changed what, when, from where, why; for reading, export and verification."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from parindex.web.assessment.domain.words import FactWords, words_of
from parindex.web.assessment.queries.journal import (
    Names,
    Reach,
    Wanted,
    in_pieces,
    names_for,
    reach_of,
    rows_within,
)
from parindex.web.common.audit import HASHED, verify
from parindex.web.common.formats import sort_key
from parindex.web.common.models import AuditRow
from parindex.web.desk.audit_words import Change, changes_of
from parindex.web.desk.fields import csv_response, day_of, number_of, text_of
from parindex.web.desk.pages import page
from parindex.web.desk.words import VERBS
from parindex.web.org.permissions import Action, may, require

PAGE = 60
VERIFIED = "audit-verified"
"""Where the outcome of the last verification is kept, so that today's page can name it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the log in words."""

    row: AuditRow
    verb: str
    unit: str
    round: str
    component: str
    changes: tuple[Change, ...]


def _wanted(data: QueryDict) -> Wanted:
    return Wanted(
        unit=number_of(data, "don_vi") or None,
        round=number_of(data, "ky") or None,
        component=text_of(data, "muc"),
        person=text_of(data, "nguoi"),
        verb=text_of(data, "viec"),
        day=day_of(data, "ngay"),
    )


@page
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest rows that a person may read, filtered."""
    reach, wanted = reach_of(request.user), _wanted(request.GET)
    rows = rows_within(reach, wanted)
    before = number_of(request.GET, "truoc")
    found = list((rows.filter(id__lt=before) if before else rows)[: PAGE + 1])
    shown, names = found[:PAGE], names_for(found[:PAGE], reach)
    query = request.GET.copy()
    query.pop("truoc", None)
    context = {
        "section": "audit",
        "lines": [_line(row, names) for row in shown],
        "older": shown[-1].pk if len(found) > PAGE else None,
        "query": query.urlencode(),
        "wanted": wanted,
        "units": _units(reach),
        "rounds": list(reach.rounds.values()),
        "verbs": sorted(((key, str(text)) for key, text in VERBS.items()), key=_by_words),
        "may_verify": may(request.user, Action.VERIFY_AUDIT),
    }
    return render(request, "desk/audit/log.html", context)


def _by_words(pair: tuple[str, str]) -> tuple[int, ...]:
    return sort_key(pair[1])


def _units(reach: Reach) -> list[Any]:
    return sorted(reach.units.values(), key=lambda unit: sort_key(unit.name))


def _line(row: AuditRow, names: Names) -> Line:
    key = (row.round_id, row.unit_id, row.component)
    return Line(
        row=row,
        verb=str(VERBS.get(row.verb, row.verb)),
        unit=names.units.get(row.unit_id or 0, ""),
        round=names.rounds.get(row.round_id or 0, ""),
        component=names.components.get(key, row.component),
        changes=changes_of(row.old, row.new, _facts(row, names)),
    )


def _facts(row: AuditRow, names: Names) -> Mapping[str, FactWords]:
    """Return the words of the facts of a row's component, by the set in force."""
    round_block = names.blocks.get((row.round_id, row.unit_id))
    if round_block is None or not row.component:
        return {}
    component = words_of(round_block).components.get(row.component)
    return {} if component is None else component.facts


@page
def audit_csv(request: HttpRequest) -> HttpResponse:
    """Stream what the filters find as CSV, oldest first."""
    reach = reach_of(request.user)
    rows = rows_within(reach, _wanted(request.GET))
    head = ("at", *HASHED, "hash")
    cells = (tuple(_cell(row, name) for name in head) for row in in_pieces(rows))
    return csv_response(head, cells, "nhat-ky")


def _cell(row: AuditRow, name: str) -> Any:
    value = getattr(row, name)
    if name == "at":
        return value.isoformat()
    if name in {"old", "new"}:
        return "" if value is None else json.dumps(value, ensure_ascii=False)
    return value


@page
def audit_jsonl(request: HttpRequest) -> HttpResponse:
    """Stream what the filters find as JSON lines, oldest first, with the hashes."""
    reach = reach_of(request.user)
    rows = rows_within(reach, _wanted(request.GET))

    def lines() -> Iterator[str]:
        for row in in_pieces(rows):
            said = {name: getattr(row, name) for name in ("at", *HASHED, "hash")}
            yield json.dumps(said, ensure_ascii=False, default=str) + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="nhat-ky.jsonl"'
    return response


@page
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Compute every chain of the log anew and say whether it is whole."""
    require(request.user, Action.VERIFY_AUDIT)
    problems, rows = verify(), AuditRow.objects.count()
    at = timezone.now()
    cache.set(VERIFIED, {"at": at, "rows": rows, "problems": len(problems)})
    context = {"section": "audit", "problems": problems, "rows": rows, "at": at}
    return render(request, "desk/audit/verify.html", context)


PAGES = [
    path("nhat-ky/", audit, name="audit"),
    path("nhat-ky/csv/", audit_csv, name="audit_csv"),
    path("nhat-ky/jsonl/", audit_jsonl, name="audit_jsonl"),
    path("nhat-ky/kiem-tra/", audit_verify, name="audit_verify"),
]

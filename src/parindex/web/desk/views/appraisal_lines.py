"""Finished values for the page on which one row is appraised."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from parindex.errors import ParindexError, StaleError
from parindex.web.assessment.domain.words import ComponentWords, FactWords, in_words, words_of
from parindex.web.assessment.enums import ReasonCode
from parindex.web.assessment.models import Attachment, Row
from parindex.web.assessment.queries.beside import Beside
from parindex.web.common.formats import show_number
from parindex.web.common.models import AuditRow
from parindex.web.desk.views.evidence_lines import VersionLine, version_line
from parindex.web.desk.words import VERBS

FACT = "f-"
"""Form fields of corrected facts begin with it."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact: as declared, as a system knows it, and the corrected value of an appraisal."""

    words: FactWords
    declared: str
    automatic: str
    source: str
    differs: bool
    corrected: str
    typed: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A document attached to the row, with what opens it."""

    attachment: Attachment
    line: VersionLine


@dataclass(frozen=True, slots=True)
class EventLine:
    """One change of the row in words."""

    row: AuditRow
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code with the key that chooses it."""

    key: str
    code: str
    label: str
    is_chosen: bool


def words_for(row: Row) -> ComponentWords:
    """Return what the frozen rulebook says of a row, in the reader's language."""
    return words_of(row.sheet.round_block).components[row.component]


def fact_lines(it: Beside, *, decided: dict[str, Any], typed: dict[str, str]) -> list[FactLine]:
    """Return the facts of a row; `decided` are those that an appraisal corrected."""
    round_block = it.row.sheet.round_block
    lines = []
    for name, words in words_for(it.row).facts.items():
        automatic, declared = it.automatic.get(name), it.declared.get(name)
        known = None if automatic is None else automatic.value
        lines.append(
            FactLine(
                words=words,
                declared=in_words(round_block, name, declared),
                automatic="" if known is None else in_words(round_block, name, known),
                source="" if automatic is None else automatic.source,
                differs=None not in {known, declared} and known != str(declared),
                corrected=in_words(round_block, name, decided.get(name)),
                typed=typed.get(name, ""),
            )
        )
    return lines


def evidence_lines(it: Beside) -> list[EvidenceLine]:
    """Return the documents of a row, each in the version that was sent."""
    return [EvidenceLine(each, version_line(each.shown)) for each in it.attachments]


def event_lines(rows: tuple[AuditRow, ...]) -> list[EventLine]:
    """Return the history of a row in words."""
    return [EventLine(each, str(VERBS.get(each.verb, each.verb)), _detail(each)) for each in rows]


def _detail(row: AuditRow) -> str:
    new = row.new if isinstance(row.new, dict) else {}
    points = new.get("points", new.get("self_points"))
    if points is None:
        return ""
    return _("%(points)s điểm") % {"points": show_number(Decimal(points))}


def reasons(chosen: str) -> list[Reason]:
    """Return the reason codes; the keys are 1 to 9 and 0, none is chosen beforehand."""
    return [
        Reason(str(place % 10), code.value, str(code.label), code.value == chosen)
        for place, code in enumerate(ReasonCode, 1)
    ]


def typed_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed into the form, so that a refusal loses nothing."""
    post = request.POST
    return {
        "version": post.get("version", ""),
        "points": post.get("points", ""),
        "status": post.get("status", ""),
        "reason_code": post.get("reason_code", ""),
        "reason": post.get("reason", ""),
        "facts": {
            name.removeprefix(FACT): text for name, text in post.items() if name.startswith(FACT)
        },
    }


def refusal_of(error: ParindexError) -> dict[str, Any]:
    """Return a refusal for the top of a form: what, why, what to do; both values of a stale one."""
    said = {name: getattr(error, name, "") for name in ("what", "kept", "fix")}
    said["problems"] = getattr(error, "problems", ())
    if isinstance(error, StaleError) and isinstance(error.theirs, dict):
        code = error.theirs.get("reason_code") or ReasonCode.OTHER
        points = error.theirs.get("points")
        said["theirs"] = {
            "points": "–" if points is None else points.replace(".", ","),
            "by": error.theirs.get("by", ""),
            "reason": error.theirs.get("reason", ""),
            "reason_words": str(ReasonCode(code).label),
        }
    return {"theirs": None, **said}

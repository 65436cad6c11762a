"""Generates the page on what becomes of each field of a dossier at the door."""

from __future__ import annotations

from collections.abc import Iterable

from parindex.caseload.readers.fields import FIELDS, Field, Kind
from parindex.caseload.readers.treatment import DOSSIER, STEP, Treatment

HEAD = """\
# Fields of dossiers

What becomes of every field at the door. Generated from `caseload/readers/treatment.py` and
`caseload/readers/fields.py`; how to load files: [load dossiers](../how-to/load-dossiers.md).

**Kept**: in the column named. **Hashed**: HMAC-SHA256 under the installation's key, cut to 128
bits; equal values of one kind have equal hashes, and without the key no number can be tried out.
**Reduced**: only a count, an answer or a moment stays. **Dropped**: read by nothing. A field that
is not in these tables is dropped, too, and so is a column that no header below names.

Identity numbers that stand for nobody (000000001 and others) are found by their hash:
`Pseudonyms.dummies()` gives the hashes of the known ones. Retention of what is kept is a setting,
`DutySettings.retention_years`.
"""

HEADERS = """\
Recognised without marks, capitals and punctuation; of two that mean one field the one further
left in this table is read. A mapping names any other header.
"""


def page() -> str:
    """Return the page."""
    parts = [
        HEAD,
        "## Dossiers: DongBoHoSoMC\n",
        _treatments(DOSSIER),
        "## Steps: CapNhatTienDoHoSoMC\n",
        _treatments(STEP),
        "## Headers of exports\n",
        HEADERS,
        _headers(FIELDS),
    ]
    return "\n".join(parts)


def _treatments(treatments: Iterable[Treatment]) -> str:
    lines = ["| Field | Fate | Column | Personal | Why |", "|---|---|---|---|---|"]
    lines += [
        f"| `{each.name}` | {each.fate} | {_code(each.columns)} | "
        f"{'yes' if each.is_personal else ''} | {each.why} |"
        for each in treatments
    ]
    return "\n".join(lines) + "\n"


def _headers(fields: Iterable[Field]) -> str:
    lines = ["| Field for a mapping | Read as | Headers |", "|---|---|---|"]
    lines += [
        f"| `{each.name}` | {_kind(each)} | {'; '.join(each.headers.split('|'))} |"
        for each in fields
    ]
    return "\n".join(lines) + "\n"


def _kind(each: Field) -> str:
    return "filled or not" if each.kind is Kind.PRESENCE else each.kind.value


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

"""What the checks of data quality saw in a unit or a province: signals to look at, no verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max

from parindex.caseload.privacy import KEY_FILE, load_key
from parindex.caseload.quality import (
    Findings,
    Frames,
    QualitySettings,
    discover,
    letters_frame,
    run_checks,
    signal_of,
)
from parindex.errors import NotFoundError
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import ApologyLetter, SignalNote
from parindex.web.caseflow.moments import wall
from parindex.web.caseflow.queries.whose import of_codes, units_by_code
from parindex.web.caseflow.scopes import View, working_calendar
from parindex.web.common.formats import language
from parindex.web.org.models import Unit

LOOK = 2
"""Raised when what is kept changes its form."""
DAY = 24 * 60 * 60
FEW, PAGE = 10, 50
BACK = timedelta(days=220)
"""How far before a period dossiers may matter: a break of a series is seen against six months."""
WITHOUT_LETTER = "overdue_without_letter"
"""The check that a letter answers."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal: of a dossier, or of a unit as a whole when there is no code."""

    unit: Unit
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """A check that saw something, in words, with the first of its signals and what people noted."""

    id: str
    title: str
    seen: str
    matters: str
    honest: str
    components: tuple[str, ...]
    signals: int
    dossiers: int
    units: int
    lines: tuple[SignalLine, ...]
    notes: tuple[SignalNote, ...]

    @property
    def more(self) -> int:
        """How many signals are not among the lines."""
        return self.signals - len(self.lines)


@dataclass(frozen=True, slots=True)
class SkippedCheck:
    """A check that could not be asked, and why: not asked is not «nothing seen»."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignalsPage:
    """All that the page of signals shows."""

    checks: tuple[CheckSeen, ...]
    quiet: tuple[str, ...]
    skipped: tuple[SkippedCheck, ...]

    @property
    def signals(self) -> int:
        """How many signals there are."""
        return sum(check.signals for check in self.checks)


def check_title(check_id: str) -> str:
    """Return what a check is called; `NotFoundError` for one that does not exist."""
    found = discover().get(check_id)
    if found is None:
        raise NotFoundError(f"no check {check_id!r}")
    return str(found.title.in_language(language()))


def findings(view: View, unit: Unit) -> Findings:
    """Return what the checks saw; kept as long as dossiers and letters stay what they are."""
    codes = sorted(units_by_code(unit))
    refresh, letters = view.refresh, ApologyLetter.objects.filter(unit__agency_code__in=codes)
    stamp = letters.aggregate(Count("pk"), Max("pk"), Count("withdrawn_at"))
    told = "-".join(str(each) for each in stamp.values())
    key = f"signals-{LOOK}-{refresh.pk}-{view.period}-{unit.pk}-{len(codes)}-{told}"
    found: Findings | None = cache.get(key)
    if found is None:
        found = _look(view, codes)
        cache.set(key, found, DAY)
    return found


def _look(view: View, codes: list[str]) -> Findings:
    how = view.scope.settings
    quality = QualitySettings(duty=how.duties, judgement=how.judgement, dummies=known_dummies())
    letters = _letters(codes)
    found = run_checks(
        _frames(view, codes, letters),
        view.period,
        quality,
        now=view.now,
        calendar=working_calendar(view.now),
    )
    return _without_answered(found, letters) if view.scope.is_running else found


def known_dummies() -> frozenset[str]:
    """Return the hashes of identity numbers that are nobody's; none before anything was hashed."""
    home, given = settings.ENVIRONMENT.home, settings.RECEIVER.hash_key
    return load_key(home, given).dummies() if given or (home / KEY_FILE).is_file() else frozenset()


def _without_answered(found: Findings, letters: list[dict[str, object]]) -> Findings:
    """Drop «no letter» of dossiers whose letter was written after the last counting."""
    written = [letter["dossier_code"] for letter in letters]
    is_answered = pl.col("dossier_code").is_in(written).fill_null(value=False)
    answered = (pl.col("check") == WITHOUT_LETTER) & is_answered
    return replace(found, signals=found.signals.filter(~answered))


def _frames(view: View, codes: list[str], letters: list[dict[str, object]]) -> Frames:
    """Return the tables at the versions of the last refresh, cut down to some units.

    Dossiers are read once into memory, since every check looks at them; only those that changed
    since the months that a check goes back before the period, and those still open.
    """
    mine, store, versions = of_codes(codes), lake(), view.refresh.versions
    recent = pl.col("is_open") | (pl.col("as_of") >= view.period.start - BACK)
    dossiers = store.scan("dossiers", versions["dossiers"]).filter(mine, recent).collect().lazy()
    portal = steps = None
    if "portal" in versions:
        portal = store.scan("portal", versions["portal"]).filter(mine)
    if store.exists("steps"):
        own = dossiers.select("dossier_code")
        steps = store.scan("steps").join(own, on="dossier_code", how="semi")
    return Frames(dossiers, portal, steps, letters_frame(letters))


def _letters(codes: list[str]) -> list[dict[str, object]]:
    standing = ApologyLetter.objects.filter(withdrawn_at=None, unit__agency_code__in=codes)
    return [
        {"dossier_code": code, "sent_at": wall(sent), "new_due_at": wall(new), "reason": reason}
        for code, sent, new, reason in standing.values_list(
            "dossier_code", "written_at", "new_due_at", "reason"
        )
    ]


def signals_page(view: View, unit: Unit, only: str = "", page: int = 1) -> SignalsPage:
    """Return what is shown: every check with its first signals, or one check page by page."""
    found, units, tongue = findings(view, unit), units_by_code(unit), language()
    frames = {str(key[0]): part for key, part in found.signals.group_by("check")}
    wanted = [check for check in dict.fromkeys(found.signals["check"]) if only in {"", check}]
    notes = notes_of(unit, view)
    start, most = ((page - 1) * PAGE, PAGE) if only else (0, FEW)
    checks = tuple(
        _check(check, frames[check], units, notes.get(check, ()), start, most) for check in wanted
    )
    seen = set(frames)
    quiet = tuple(check_title(check) for check in found.asked if check not in seen)
    skipped = tuple(
        SkippedCheck(check_title(check), str(reason.in_language(tongue)))
        for check, reason in found.skipped.items()
    )
    return SignalsPage(checks, quiet, skipped)


def _check(
    check_id: str,
    signals: pl.DataFrame,
    units: dict[str, Unit],
    notes: tuple[SignalNote, ...],
    start: int,
    most: int,
) -> CheckSeen:
    check, tongue = discover()[check_id], language()
    return CheckSeen(
        id=check_id,
        title=check.title.in_language(tongue),
        seen=check.seen.in_language(tongue),
        matters=check.matters.in_language(tongue),
        honest=check.honest.in_language(tongue),
        components=check.components,
        signals=signals.height,
        dossiers=int(signals["dossiers"].sum()),
        units=signals["unit_code"].n_unique(),
        lines=tuple(_lines(signals.slice(start, most), units)),
        notes=notes,
    )


def _lines(signals: pl.DataFrame, units: dict[str, Unit]) -> Iterator[SignalLine]:
    tongue = language()
    for row in signals.iter_rows(named=True):
        unit = units[row["unit_code"]]
        yield SignalLine(unit, row["dossier_code"] or "", signal_of(row).sentence(tongue))


def signal_lines(view: View, unit: Unit) -> Iterator[tuple[str, SignalLine]]:
    """Yield every signal with the id of its check, for a file to download."""
    found, units = findings(view, unit), units_by_code(unit)
    names = found.signals["check"]
    yield from zip(names, _lines(found.signals, units), strict=True)


def notes_of(unit: Unit, view: View) -> dict[str, tuple[SignalNote, ...]]:
    """Return what people noted of a unit (or in a province) and period, by check, in one query."""
    keys = {unit.pk, *(each.pk for each in units_by_code(unit).values())}
    notes = SignalNote.objects.filter(unit__in=keys, period__in=("", str(view.period)))
    found: dict[str, tuple[SignalNote, ...]] = {}
    for note in notes.select_related("by", "unit"):
        found[note.check_id] = (*found.get(note.check_id, ()), note)
    return found

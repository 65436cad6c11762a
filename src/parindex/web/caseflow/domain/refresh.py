"""Counts the lake again and puts the figures of every unit where pages read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import polars as pl
from django.db import transaction
from django.utils import timezone

from parindex.caseload.counting.facts import Facts
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.run import Run
from parindex.caseload.counting.scope import CountSettings
from parindex.caseload.counting.source import Reading
from parindex.caseload.counting.statistic import discover
from parindex.caseload.periods import Period, periods_of
from parindex.web.caseflow.domain.automatic import fill_rounds
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import Refresh, UnitPeriod
from parindex.web.caseflow.moments import aware, wall
from parindex.web.caseflow.scopes import working_calendar
from parindex.web.common.audit import record
from parindex.web.org.models import User

CATALOGUE = ("procedures", "offered")


def refresh_dossiers(*, now: datetime | None = None, user: User | None = None) -> Refresh:
    """Bring the facts in the lake up to a moment, then the figures of pages and open rounds.

    The lake's part is one run of its own; a refresh that is killed after it is completed by the
    next one. A year's periods are counted in full once, later runs add what changed.
    """
    moment = wall(now or timezone.now())
    facts = Facts(lake(), CountSettings(), working_calendar(moment))
    run = facts.update(moment, _new_periods(facts.last(), moment))
    return _publish(facts, run, user)


def _new_periods(last: Run | None, moment: datetime) -> Iterable[Period]:
    """Return the periods of this year and the one before that have begun and are not kept yet."""
    known = set() if last is None else set(last.periods)
    years = (moment.year - 1, moment.year)
    wanted = (period for year in years for period in periods_of(year))
    return [each for each in wanted if each.start <= moment and str(each) not in known]


@transaction.atomic
def _publish(facts: Facts, run: Run, user: User | None) -> Refresh:
    before = Refresh.objects.select_for_update().first()
    if before is not None and before.number == run.number:
        return before
    refresh = Refresh.objects.create(
        at=timezone.now(),
        judged_at=aware(run.now),
        number=run.number,
        versions=dict(run.versions),
        periods={name: version for name, (version, _) in run.periods.items()},
        code_version=run.code,
        settings=run.settings.as_dict(),
        is_simulated=_is_simulated(run),
    )
    catalogue = Reading(lake(), run.versions).catalogue()
    for name in _moved(before, refresh):
        _write_period(facts.table(name, run), catalogue, name, refresh)
    filled = fill_rounds(refresh)
    record(
        "dossiers.refreshed",
        refresh,
        user=user,
        new={"run": run.number, "versions": dict(run.versions), "automatic_values": filled},
    )
    return refresh


def _is_simulated(run: Run) -> bool:
    told = lake().scan("dossiers", run.versions["dossiers"]).select(pl.col("is_simulated").any())
    return bool(told.collect().item())


def _moved(before: Refresh | None, refresh: Refresh) -> Iterator[str]:
    """Yield the periods whose facts, or whose catalogue of procedures, are others than before."""
    whole = before is None or any(
        before.versions.get(name) != refresh.versions.get(name) for name in CATALOGUE
    )
    for name, version in refresh.periods.items():
        if whole or before is None or before.periods.get(name) != version:
            yield name


def _write_period(
    facts: pl.DataFrame, catalogue: pl.DataFrame | None, name: str, refresh: Refresh
) -> None:
    """Replace the figures of all units in one period; a unit without a dossier has none."""
    told = roll_up(facts, By.UNIT, tuple(discover().values()), catalogue)
    units = facts["unit_code"].unique()
    known = told.filter(pl.col("numerator").is_not_null(), pl.col("key").is_in(units.implode()))
    by_unit: dict[str, dict[str, list[int | None]]] = {}
    for key, statistic, top, whole in known.iter_rows():
        by_unit.setdefault(key, {})[statistic] = [top, whole]
    UnitPeriod.objects.filter(period=name).delete()
    UnitPeriod.objects.bulk_create(
        (
            UnitPeriod(refresh=refresh, unit_code=code, period=name, facts=found)
            for code, found in by_unit.items()
        ),
        batch_size=200,
    )

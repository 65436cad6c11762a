"""Finds every difference between local records and the portal's copy, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from parindex.caseload.columns import Status
from parindex.caseload.counting.scope import Scope
from parindex.caseload.quality.looking import ENDS, NOT_YET_RECEIVED
from parindex.caseload.reconcile.kinds import Kind

DIFFERENCES: Final = pl.Schema(
    {
        "unit_code": pl.String(),
        "dossier_code": pl.String(),  # the local code; the portal's where there is none
        "kind": pl.String(),  # a Kind
        "local": pl.String(),  # value, code or null
        "portal": pl.String(),
        "local_code": pl.String(),  # key of the local record that is meant, null if none
        "portal_code": pl.String(),  # key of the portal's copy
    }
)
"""One row a difference; a dossier may have several."""

COMPARED: Final = (
    "unit_code",
    "procedure_code",
    "subject_hash",
    "status",
    "channel",
    "received_at",
    "due_at",
    "finished_at",
    "returned_at",
    "stopped_at",
    "withdrawn_at",
    "paid_online",
    "has_e_result",
)
SAME: Final = ("subject_hash", "procedure_code", "received_on")
"""What makes two codes one dossier: person, procedure and day of receipt."""


@dataclass(frozen=True, slots=True)
class ReconcileSettings:
    """When two records differ.

    Parameters
    ----------
    seconds : int
        Moments apart by no more are equal: many exports cut seconds off.
    late_seconds : int
        A local record received less than this before the moment of comparison may still be on
        its way and is not missing yet.
    """

    seconds: int = 59
    late_seconds: int = 24 * 3600


def _side(frame: pl.LazyFrame, suffix: str) -> pl.LazyFrame:
    return frame.select(
        "dossier_code", *(pl.col(name).alias(f"{name}_{suffix}") for name in COMPARED)
    )


def pairs(local: pl.LazyFrame, portal: pl.LazyFrame) -> pl.LazyFrame:
    """Return both sides joined by code; where a code stands on one side only the other is null."""
    return _side(local, "local").join(
        _side(portal, "portal"), on="dossier_code", how="full", coalesce=True
    )


def _apart(name: str, settings: ReconcileSettings) -> pl.Expr:
    """Tell whether a moment differs; known on one side only is a difference."""
    local, portal = pl.col(f"{name}_local"), pl.col(f"{name}_portal")
    gap = (local - portal).abs() > pl.duration(seconds=settings.seconds)
    return gap.fill_null(local.is_null() != portal.is_null())


def _differs(name: str) -> pl.Expr:
    """Tell whether a value differs; unknown on one side is no difference."""
    return (pl.col(f"{name}_local") != pl.col(f"{name}_portal")).fill_null(value=False)


def _is_online(side: str) -> pl.Expr:
    return pl.col(f"paid_online_{side}").is_in((1, 2))


def _moment(name: str, side: str) -> pl.Expr:
    return pl.col(f"{name}_{side}").dt.strftime("%Y-%m-%d %H:%M:%S")


def _whole_number(name: str, side: str) -> pl.Expr:
    return pl.col(f"{name}_{side}").cast(pl.String)


def _tests(settings: ReconcileSettings) -> dict[Kind, tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """Return for each kind of column when it differs, and both values as text."""
    waits = (int(Status.SUPPLEMENT), int(Status.FINANCIAL_DUTY), int(Status.STOPPED))
    sent = (pl.col("status_portal") == Status.FINISHED) & pl.col("status_local").is_in(waits)
    told = (_is_online("local") != _is_online("portal")).fill_null(value=False)
    status = (_whole_number("status", "local"), _whole_number("status", "portal"))

    def moments(name: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
        return _apart(name, settings), _moment(name, "local"), _moment(name, "portal")

    def values(name: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
        return _differs(name), _whole_number(name, "local"), _whole_number(name, "portal")

    return {
        Kind.SENT_AS_FINISHED: (sent, *status),
        Kind.STATUS: (_differs("status") & ~sent, *status),
        Kind.RECEIVED: moments("received_at"),
        Kind.DUE: moments("due_at"),
        # A status sent wrongly brings a wrong finish with it: one difference, told once.
        Kind.FINISHED: (moments("finished_at")[0] & ~sent, *moments("finished_at")[1:]),
        Kind.CHANNEL: values("channel"),
        Kind.PAYMENT: (
            told,
            _is_online("local").cast(pl.String),
            _is_online("portal").cast(pl.String),
        ),
        Kind.RESULT: values("has_e_result"),
    }


def _rows(
    found: pl.LazyFrame, kind: Kind, local: pl.Expr, portal: pl.Expr, **codes: pl.Expr
) -> pl.LazyFrame:
    code = pl.col("dossier_code")
    local_code, portal_code = codes.get("local_code", code), codes.get("portal_code", code)
    return found.select(
        pl.coalesce(_unit(found, "local"), _unit(found, "portal")).alias("unit_code"),
        pl.coalesce(local_code, portal_code).alias("dossier_code"),
        pl.lit(kind.value).alias("kind"),
        local.alias("local"),
        portal.alias("portal"),
        local_code.alias("local_code"),
        portal_code.alias("portal_code"),
    )


def _unit(found: pl.LazyFrame, side: str) -> pl.Expr:
    name = f"unit_code_{side}"
    return pl.col(name) if name in found.collect_schema() else pl.lit(None, pl.String)


def _in_hand(scope: Scope, side: str) -> pl.Expr:
    """Tell whether a side has a dossier as received or in hand in the period."""
    start, until = scope.period.start, scope.period.until(scope.now)
    received, status = pl.col(f"received_at_{side}"), pl.col(f"status_{side}")
    ends = [
        pl.when(pl.col(f"{name}_{side}") < until).then(pl.col(f"{name}_{side}")) for name in ENDS
    ]
    ended = pl.coalesce(ends)
    lasts = ended.is_null() | (ended >= start) | (received >= start)
    counted = (received < until) & ~status.is_in(NOT_YET_RECEIVED) & lasts
    return counted.fill_null(value=False)


def differences(
    local: pl.LazyFrame,
    portal: pl.LazyFrame,
    scope: Scope,
    settings: ReconcileSettings | None = None,
) -> pl.DataFrame:
    """Return every difference between two sides, of dossiers that a period concerns.

    Both sides are joined by code. What is left over on one side is looked for on the other by
    person, procedure and day of receipt: there it may stand under another code, or be a double
    of a dossier that both sides have.

    Parameters
    ----------
    local, portal : polars.LazyFrame
        Tables `dossiers` and `portal`, a row a dossier.
    scope : Scope
        Period and moment; a dossier counts when it was received or in hand on either side.
    settings : ReconcileSettings, optional
        When two moments differ.

    Returns
    -------
    polars.DataFrame
        Schema `DIFFERENCES`, sorted by unit, dossier, kind.
    """
    how = settings or ReconcileSettings()
    joined = pairs(local, portal).filter(_in_hand(scope, "local") | _in_hand(scope, "portal"))
    both = pl.col("unit_code_local").is_not_null() & pl.col("unit_code_portal").is_not_null()
    tests = _tests(how)
    marked = [test.alias(f"is_{kind}") for kind, (test, _, _) in tests.items()]
    differ = pl.any_horizontal([test for test, _, _ in tests.values()])
    alone = joined.filter(~both)
    kept = pl.collect_all([joined.filter(both, differ).with_columns(marked), alone])
    columns = [
        _rows(kept[0].lazy().filter(f"is_{kind}"), kind, *values)
        for kind, (_, *values) in tests.items()
    ]
    found = pl.concat(pl.collect_all([*columns, *_of_whole(kept[1], local, portal, scope, how)]))
    return found.sort("unit_code", "dossier_code", "kind").match_to_schema(DIFFERENCES)


def _keys(frame: pl.LazyFrame, side: str) -> pl.LazyFrame:
    """Return one row for each person, procedure and day of one side, with a code."""
    known = frame.filter(pl.col("subject_hash").is_not_null(), pl.col("received_at").is_not_null())
    on = known.with_columns(received_on=pl.col("received_at").dt.date())
    return on.group_by(SAME).agg(pl.col("dossier_code").min().alias(f"code_{side}"))


def _left(alone: pl.DataFrame, side: str) -> pl.LazyFrame:
    """Return the records that stand on one side only, with the keys to look for them."""
    own = alone.lazy().filter(pl.col(f"unit_code_{side}").is_not_null())
    return own.with_columns(
        subject_hash=f"subject_hash_{side}",
        procedure_code=f"procedure_code_{side}",
        received_on=pl.col(f"received_at_{side}").dt.date(),
    )


def _of_whole(
    alone: pl.DataFrame,
    local: pl.LazyFrame,
    portal: pl.LazyFrame,
    scope: Scope,
    how: ReconcileSettings,
) -> list[pl.LazyFrame]:
    """Return the differences of dossiers whose code stands on one side only."""
    here, there = _left(alone, "local"), _left(alone, "portal")
    # Only a key that is left over is looked for, so the other side is cut down before grouping.
    sought = pl.concat([here.select(SAME), there.select(SAME)]).unique().collect().lazy()
    cut = [
        side.select("dossier_code", "subject_hash", "procedure_code", "received_at")
        .with_columns(received_on=pl.col("received_at").dt.date())
        .join(sought, on=SAME, how="semi")
        for side in (local, portal)
    ]
    left_here, left_there = here.select("dossier_code"), there.select("dossier_code")
    # Of each key: a code that the other side lacks too, and one that both sides have.
    free_there = _keys(cut[1].join(left_there, on="dossier_code", how="semi"), "free")
    tied_here = _keys(cut[0].join(left_here, on="dossier_code", how="anti"), "tied")
    tied_there = _keys(cut[1].join(left_there, on="dossier_code", how="anti"), "tied")
    first = here.filter(pl.col("dossier_code") == pl.col("dossier_code").min().over(SAME))
    matched = first.join(free_there, on=SAME, how="inner")
    rest_here = here.join(matched.select("dossier_code"), on="dossier_code", how="anti")
    rest_there = there.join(matched.select(dossier_code="code_free"), on="dossier_code", how="anti")
    lone_here = rest_here.join(tied_there, on=SAME, how="left")
    lone_there = rest_there.join(tied_here, on=SAME, how="left")
    code, tied, none = pl.col("dossier_code"), pl.col("code_tied"), pl.lit(None, pl.String)
    waited = pl.lit(scope.period.until(scope.now)) - pl.col("received_at_local")
    missing = waited >= pl.duration(seconds=how.late_seconds)
    is_double = tied.is_not_null()
    return [
        _rows(matched, Kind.OTHER_CODE, code, pl.col("code_free"), portal_code=pl.col("code_free")),
        _rows(lone_here.filter(is_double), Kind.DOUBLED_LOCALLY, code, tied, portal_code=none),
        _rows(
            lone_here.filter(~is_double, missing),
            Kind.MISSING_ON_PORTAL,
            code,
            none,
            portal_code=none,
        ),
        _rows(lone_there.filter(is_double), Kind.DOUBLED_ON_PORTAL, tied, code, local_code=none),
        _rows(lone_there.filter(~is_double), Kind.MISSING_LOCALLY, none, code, local_code=none),
    ]

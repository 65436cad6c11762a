"""What single dossiers are worth: exact points through the rulebook, never by a formula here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from typing import Final

import narwhals as nw
import polars as pl

from parindex.caseload.counting.moments import ON_PORTAL
from parindex.caseload.counting.scope import NEVER, Scope, micros
from parindex.caseload.reconcile.counted import prepared
from parindex.errors import CountError, NotFoundError
from parindex.rulebook.model import Rulebook
from parindex.scoring import BlockScorer, Status, UnitFacts, load
from parindex.scoring.result import NodeScore
from parindex.scoring.rounding import EXACT

ONE_MORE_OVERDUE: Final = {
    "dossiers_on_time": -1,
    "dossiers_overdue": 1,
    "dossiers_received_well": -1,
}
"""A file that was on time and nobody complained of becomes overdue."""

AT_STAKE: Final = ("2.1", "5.4")
"""Components that lose when a file becomes overdue."""

Facts = Mapping[str, int]


def level_of(unit_code: str) -> str:
    """Return the block of a unit by its code: province, department or commune.

    Examples
    --------
    >>> level_of("H44"), level_of("H44.07"), level_of("H44.100"), level_of("H44.07.12")
    ('province', 'department', 'commune', 'department')
    """
    below = unit_code.split(".")[1:]
    if not below:
        return "province"
    return "commune" if len(below[0]) > 2 else "department"


@cache
def _shipped(block: str) -> BlockScorer:
    return BlockScorer(load(f"766/2026/{block}"), block, trace=True)


def _scorer(block: str, rulebook: Rulebook | None) -> BlockScorer:
    if rulebook is not None:
        return BlockScorer(rulebook, block, trace=True)
    if block not in {"province", "department", "commune"}:
        raise NotFoundError(
            f"no block {block!r} in the 766 set of 2026; there are province, department, commune"
        )
    return _shipped(block)


@dataclass(frozen=True, slots=True)
class Effect:
    """A component before and after, in points; None where it is missing or does not apply.

    `before` and `after` are not rounded, `printed_before` and `printed_after` are as the
    rulebook prints them.
    """

    code: str
    before: Decimal | None
    after: Decimal | None
    printed_before: Decimal | None
    printed_after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Points gained (above 0) or lost, not rounded; None when one side is not known."""
        if self.before is None or self.after is None:
            return None
        with localcontext(EXACT):
            return self.after - self.before

    @property
    def printed_change(self) -> Decimal | None:
        """Points gained or lost as printed."""
        if self.printed_before is None or self.printed_after is None:
            return None
        return self.printed_after - self.printed_before


def _exact(score: NodeScore) -> Decimal | None:
    """Return the points of a component before rounding; None when it has none."""
    if score.status is not Status.SCORED:
        return None
    steps = dict(score.trace.steps) if score.trace else {}
    found: Decimal | None = steps.get("points_exact", score.points)
    return found


def _changed(facts: Facts, deltas: Facts) -> dict[str, int]:
    """Return facts with their changes; a fact that is not known stays unknown."""
    found = {name: value + deltas.get(name, 0) for name, value in facts.items()}
    if below := [name for name, value in found.items() if value < 0]:
        raise CountError(found[below[0]], facts[below[0]])
    return found


def effect_in_points(
    facts: Facts, deltas: Facts, *, block: str, rulebook: Rulebook | None = None
) -> tuple[Effect, ...]:
    """Return what a change of facts does to the components of a unit.

    Parameters
    ----------
    facts : mapping
        Facts of the unit by name; what is not known is not in it.
    deltas : mapping
        Changes of facts, in dossiers.
    block : str
        province, department or commune.
    rulebook : Rulebook, optional
        A 766 set; that of 2026 for the block when not given.

    Returns
    -------
    tuple of Effect
        The components that read a changed fact, in the order of the set.

    Raises
    ------
    CountError
        If a count would fall below 0 or no longer be part of its whole.

    Examples
    --------
    >>> facts = {"dossiers_on_time": 28209, "dossiers_in_hand": 55000}
    >>> [effect] = effect_in_points(facts, {"dossiers_on_time": -1}, block="department")
    >>> effect.code, effect.change.quantize(Decimal("0.000001"))
    ('2.1', Decimal('-0.000364'))
    """
    scorer = _scorer(block, rulebook)
    one = scorer.unit(UnitFacts("", "", block, dict(facts)))
    other = scorer.unit(UnitFacts("", "", block, _changed(facts, deltas)))
    found = []
    for node in scorer.rulebook.leaves():
        names = node.leaf.fact_names() if node.leaf else ()
        if any(deltas.get(name) for name in names):
            before, after = one.nodes[node.code], other.nodes[node.code]
            found.append(
                Effect(node.code, _exact(before), _exact(after), before.points, after.points)
            )
    return tuple(found)


class Worth:
    """Points of many changes in one unit; equal changes of one component are scored once.

    Components add up, so a change of many facts is worth the sum of its components.

    Parameters
    ----------
    facts : mapping
        Facts of the unit by name.
    block : str
        province, department or commune.
    rulebook : Rulebook, optional
        A 766 set; that of 2026 for the block when not given.
    """

    def __init__(self, facts: Facts, *, block: str, rulebook: Rulebook | None = None) -> None:
        self.facts, self.block, self.rulebook = facts, block, rulebook
        leaves = _scorer(block, rulebook).rulebook.leaves()
        self.reads = {node.code: node.leaf.fact_names() for node in leaves if node.leaf}
        self.kept: dict[tuple[str, tuple[int, ...]], Decimal | None] = {}

    def of(self, deltas: Facts) -> Decimal | None:
        """Return the points of a change; None when no component that it touches is known."""
        found: list[Decimal] = []
        touched = False
        for code, names in self.reads.items():
            own = tuple(deltas.get(name, 0) for name in names)
            if any(own):
                touched = True
                change = self._of_component(code, names, own)
                found += [] if change is None else [change]
        with localcontext(EXACT):
            return sum(found, Decimal(0)) if found or not touched else None

    def _of_component(
        self, code: str, names: tuple[str, ...], own: tuple[int, ...]
    ) -> Decimal | None:
        key = (code, own)
        if key not in self.kept:
            facts = {name: self.facts[name] for name in names if name in self.facts}
            effects = effect_in_points(
                facts,
                dict(zip(names, own, strict=True)),
                block=self.block,
                rulebook=self.rulebook,
            )
            self.kept[key] = next(each.change for each in effects if each.code == code)
        return self.kept[key]


def total_change(effects: Iterable[Effect]) -> Decimal | None:
    """Return the change of all components together; None when none of them is known."""
    known = [effect.change for effect in effects if effect.change is not None]
    with localcontext(EXACT):
        return sum(known, Decimal(0)) if known else None


def cost_of_one_more_overdue(
    facts: Facts, *, block: str, rulebook: Rulebook | None = None, files: int = 1
) -> tuple[Effect, ...]:
    """Return what one more overdue file costs a unit in components 2.1 and 5.4.

    Parameters
    ----------
    facts : mapping
        Facts of the unit in the period; a component whose facts are not known has effect None.
    block : str
        province, department or commune.
    rulebook : Rulebook, optional
        A 766 set; that of 2026 for the block when not given.
    files : int
        How many files become overdue.

    Returns
    -------
    tuple of Effect
        Of 2.1 and 5.4; `change` is 0 or below. 5.4 loses nothing while it is above its bound.

    Raises
    ------
    CountError
        If the unit has fewer files on time than are to become overdue.

    Examples
    --------
    >>> facts = {"dossiers_on_time": 800, "dossiers_in_hand": 1000,
    ...          "dossiers_received_well": 790, "dossiers_received": 1000}
    >>> [(each.code, each.change.quantize(Decimal("0.0001")))
    ...  for each in cost_of_one_more_overdue(facts, block="commune")]
    [('2.1', Decimal('-0.0200')), ('5.4', Decimal('-0.0067'))]
    """
    deltas = {name: files * sign for name, sign in ONE_MORE_OVERDUE.items()}
    found = effect_in_points(facts, deltas, block=block, rulebook=rulebook)
    return tuple(effect for effect in found if effect.code in AT_STAKE)


def due_soonest(
    dossiers: pl.LazyFrame,
    scope: Scope,
    facts: Facts,
    *,
    block: str,
    rulebook: Rulebook | None = None,
    most: int = 100,
) -> pl.DataFrame:
    """Return the open files of a unit that are still within time, those due soonest first.

    Parameters
    ----------
    dossiers : polars.LazyFrame
        Rows of the unit, schema `columns.DOSSIERS`.
    scope : Scope
        Period that runs, moment, settings.
    facts : mapping
        The unit's 766 facts of the period at this moment.
    block : str
        province, department or commune.
    rulebook : Rulebook, optional
        A 766 set; that of 2026 for the block when not given.
    most : int
        Rows at most.

    Returns
    -------
    polars.DataFrame
        `dossier_code`, `unit_code`, `procedure_code`, `due_at` (as 766 compares it: the date
        promised, later by the one pause that is subtracted), `saves` (points, a decimal as text,
        not rounded: what the unit loses in this period if the file is not closed by then; "0"
        when it is due only after the period; null when the facts are not known). Files that
        wait for a supplement or a payment are left out: their clock stands still.
    """
    has_pause = nw.col("first_pause_until") < micros(scope.period.until(scope.now))
    pause = nw.col("first_pause_until") - nw.col("first_pause_from")
    judged = prepared(dossiers.drop(ON_PORTAL, strict=False), scope)
    is_running = nw.col("in_hand") & nw.col("is_open") & ~nw.col("is_paused")
    open_files: pl.LazyFrame = (
        judged.filter(is_running & ~nw.col("overdue") & (nw.col("due_766") < NEVER))
        .select(
            nw.col("field_code").alias("dossier_code"),
            "unit_code",
            "procedure_code",
            (nw.col("due_766") + nw.when(has_pause).then(pause).otherwise(0)).alias("due_at"),
        )
        .to_native()
    )
    saved = total_change(cost_of_one_more_overdue(facts, block=block, rulebook=rulebook))
    worth = None if saved is None else format(saved.copy_negate(), "f")
    # A file is late from the day (or minute) after it is due.
    late_from = pl.col("due_at") - pl.col("due_at") % scope.unit_of_time + scope.unit_of_time
    within = late_from < micros(scope.period.end)
    return (
        open_files.sort("due_at", "dossier_code")
        .head(most)
        .with_columns(saves=pl.when(within).then(pl.lit(worth)).otherwise(pl.lit("0")))
        .with_columns(pl.from_epoch("due_at", time_unit="us").cast(pl.Datetime("us")))
        .collect()
    )

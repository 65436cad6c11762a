"""Makes up what a unit declares: facts that earn about a wanted share of a component's points.

Only about: the engine says what they earn. One function for each rule kind, by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

Facts = dict[str, str | bool]
Values = Mapping[str, Any]
"""Parameters of a rule, as its rulebook has them."""


class Declaring:
    """The facts of one sheet while they are made up, component by component."""

    def __init__(self, book: Any, rng: Random, fixed: Facts) -> None:
        self.book, self.rng = book, rng
        self.known: Facts = dict(fixed)

    def whole(self, name: str, low: int = 40, high: int = 400) -> int:
        """Return a number that is known already, or make one up."""
        if name not in self.known:
            self.known[name] = str(self.rng.randint(low, high))
        return int(Decimal(self.known[name]))

    def put(self, name: str, value: str | int) -> None:
        """Keep a number or an option unless it was fixed or read before."""
        self.known.setdefault(name, str(value))

    def answer(self, name: str, *, yes: bool) -> None:
        """Keep a yes or no unless it was fixed or read before."""
        self.known.setdefault(name, yes)

    def share(self, inputs: Values, ratio: Decimal | float) -> None:
        """Make numerator and denominator so that the share is about `ratio`."""
        exact = min(max(Decimal(str(round(float(ratio), 4))), Decimal(0)), Decimal(1))
        denominator = self.whole(inputs["denominator"])
        self.put(inputs["numerator"], int(exact * denominator))


def declare(it: Declaring, leaf: Any, max_points: Decimal, level: float, commune: str) -> None:
    """Make up the facts of a component at a level from 0 to 1."""
    if leaf.arises_with is not None:
        it.answer(leaf.arises_with, yes=True)
        if it.known[leaf.arises_with] is False:
            return
    rule = leaf.rule
    if leaf.variants is not None:
        it.put(leaf.variants.by, commune)
        rule = leaf.variants.rules[it.known[leaf.variants.by]]
    values = rule.values[-1].parameters if rule.values else {}
    MAKERS[rule.kind](it, rule.inputs, values, max_points, level)


def leave_out(it: Declaring, leaf: Any) -> None:
    """Declare that nothing arose of a component that then does not apply."""
    if leaf.arises_with is not None:
        it.known[leaf.arises_with] = False
        return
    for name in leaf.fact_names():
        it.known[name] = "0"


def _ratio(it: Declaring, inputs: Values, _values: Values, _top: Decimal, level: float) -> None:
    it.share(inputs, level)


def _floor(it: Declaring, inputs: Values, values: Values, _top: Decimal, level: float) -> None:
    floor = float(values["floor"])
    it.share(inputs, max(level, floor + 0.02) if level > 0.3 else floor * 0.9)


def _saturate(it: Declaring, inputs: Values, values: Values, _top: Decimal, level: float) -> None:
    full = float(values["full_at"])
    it.share(inputs, full * level if level < 0.99 else it.rng.uniform(full, 1) + 0.02)


def _floor_saturate(
    it: Declaring, inputs: Values, values: Values, _top: Decimal, level: float
) -> None:
    floor, full = float(values["floor"]), float(values["full_at"])
    ratio = max(full * level, floor + 0.02) if level > 0.3 else floor * 0.8
    it.share(inputs, ratio if level < 0.99 else full + 0.02)


def _band(it: Declaring, inputs: Values, values: Values, _top: Decimal, level: float) -> None:
    low, high = float(values["low"]), float(values["high"])
    if inputs["denominator"].startswith("dossiers"):
        it.whole(inputs["denominator"], 800, 6000)
    it.share(inputs, low + (high - low) * level + (0.003 if level >= 0.99 else 0))


def _nearest(points: Mapping[Any, Decimal], wanted: Decimal) -> Any:
    return min(points, key=lambda key: (abs(points[key] - wanted), -points[key]))


def _wanted(top: Decimal, level: float) -> Decimal:
    return top * Decimal(str(round(level, 3)))


def _steps_ratio(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    steps = list(values["steps"].root)
    step = steps[_nearest({n: each.points for n, each in enumerate(steps)}, _wanted(top, level))]
    low, high = step.at_least or step.above or Decimal(0), step.below or step.at_most or Decimal(1)
    ratio = Decimal(1) if low == 1 else low + (high - low) * Decimal("0.6")
    it.whole(inputs["denominator"], 60, 200)
    it.share(inputs, ratio)


def _steps_count(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    steps = list(values["steps"].root)
    step = steps[_nearest({n: each.points for n, each in enumerate(steps)}, _wanted(top, level))]
    it.put(inputs["count"], int(step.at_least or (step.above or Decimal(-1)) + 1))


def _deduct(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    it.put(inputs["count"], int((top - _wanted(top, level)) / values["per"] + Decimal("0.5")))


def _count_cap(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    it.put(inputs["count"], int(_wanted(top, level) / values["per"] + Decimal("0.5")))


def _nothing(it: Declaring, inputs: Values, _values: Values, _top: Decimal, _level: float) -> None:
    """Bonus and penalty arise seldom: none unless fixed."""
    it.put(inputs["count"], 0)


def _choice(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    it.put(inputs["option"], _nearest(values["options"], _wanted(top, level)))


def _percent_choice(
    it: Declaring, inputs: Values, values: Values, _top: Decimal, level: float
) -> None:
    it.put(inputs["option"], _nearest(values["shares"], _wanted(Decimal(1), level)))


def _checklist(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    so_far, wanted = Decimal(0), _wanted(top, level)
    for name, fact in inputs["ticks"].items():
        is_done = so_far + values["parts"][name] / 2 <= wanted
        so_far += values["parts"][name] if is_done else 0
        it.answer(fact, yes=is_done)


def _yes(it: Declaring, inputs: Values, _values: Values, _top: Decimal, level: float) -> None:
    it.answer(inputs["met"], yes=level >= 0.35)


def _no(it: Declaring, inputs: Values, _values: Values, _top: Decimal, level: float) -> None:
    it.answer(inputs["found"], yes=level < 0.35)


def _plus_minus(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    wanted = _wanted(top, level) - values["start"]
    it.put(inputs["merits"], max(int(wanted / values["per_plus"] + Decimal("0.5")), 0))
    it.put(inputs["faults"], max(int(-wanted / values["per_minus"] + Decimal("0.5")), 0))


def _mean_choice(
    it: Declaring, inputs: Values, _values: Values, _top: Decimal, level: float
) -> None:
    """Dossiers early, on time, late: the later the lower the level."""
    total = it.rng.randint(900, 3000)
    late = int(total * max(0.0, 0.86 - level) / 5)
    early = int(total * min(1.0, max(0.0, (level - 0.86) / 0.13)))
    counts = {"early": early, "late_with_apology": late // 2, "late": late - late // 2}
    counts["on_time"] = total - sum(counts.values())
    for name, fact in inputs["counts"].items():
        it.put(fact, counts[name])


def _tiers(it: Declaring, inputs: Values, values: Values, top: Decimal, level: float) -> None:
    """Take the tier nearest to the wanted points and meet each of its conditions just so."""
    tiers = list(values["tiers"].root)
    wanted = _nearest({n: each.points for n, each in enumerate(tiers)}, _wanted(top, level))
    facts, whole = inputs["numbers"], None
    for condition in (one for tier in tiers for one in tier.all if one.of):
        whole = it.whole(facts[condition.of], 20, 60)
    for condition in tiers[wanted].all:
        share = condition.at_least if condition.at_least is not None else condition.at_most
        share = condition.below - 1 if share is None else share
        count = -int(-share * whole // 1) if condition.of else int(share)
        it.put(facts[condition.value], count)
    for name, fact in facts.items():
        if fact not in it.known:
            is_bad = name in {"late", "overdue", "outages"}
            it.put(fact, _rest(facts, it, name, is_bad=is_bad, is_lowest=not tiers[wanted].all))


def _rest(
    facts: Mapping[str, str], it: Declaring, name: str, *, is_bad: bool, is_lowest: bool
) -> int:
    """Return a number for what the chosen tier does not ask: few tasks late, many done."""
    if is_bad:
        return 6 if is_lowest else 1
    whole = max(int(it.known[fact]) for fact in facts.values() if fact in it.known)
    return whole * (5 if is_lowest else 9) // 10 if name == "on_time" or is_lowest else whole


Maker = Callable[[Declaring, Values, Values, Decimal, float], None]
MAKERS: dict[str, Maker] = {
    "ratio": _ratio,
    "ratio_floor": _floor,
    "ratio_saturate": _saturate,
    "ratio_floor_saturate": _floor_saturate,
    "linear_band": _band,
    "steps_ratio": _steps_ratio,
    "steps_count": _steps_count,
    "deduct": _deduct,
    "count_cap": _count_cap,
    "bonus": _nothing,
    "penalty": _nothing,
    "choice": _choice,
    "percent_choice": _percent_choice,
    "checklist": _checklist,
    "yes_no": _yes,
    "yes_no_inverse": _no,
    "plus_minus": _plus_minus,
    "mean_choice": _mean_choice,
    "tiers": _tiers,
}

"""Why a component has its points, in sentences that a unit head can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Node, Rulebook, RuleUse
from parindex.scoring.facts import Status
from parindex.scoring.kinds import discover
from parindex.scoring.result import Effect, NodeScore, Trace, UnitScore
from parindex.scoring.rounding import EXACT
from parindex.scoring.totals import explain_total
from parindex.scoring.wording import labels_of, rule_in_words, show_fact, show_number

STATUS_WORDS = {
    "vi": {
        Status.MISSING: "chưa có",
        Status.PENDING: "chờ khảo sát",
        Status.NOT_APPLICABLE: "không đánh giá",
    },
    "en": {
        Status.MISSING: "not known",
        Status.PENDING: "waiting for the survey",
        Status.NOT_APPLICABLE: "not applicable",
    },
}
STEP_WORDS = {
    "vi": {
        "ratio": "Tỷ lệ đạt được: {}%.",
        "ratio_rounded": "Tỷ lệ làm tròn trước khi tính điểm: {}%.",
        "ratio_carried": "Tỷ lệ làm tròn khi cộng vào nhóm: {}%.",
        "points_exact": "Tính ra: {} điểm.",
        "points_rounded": "Làm tròn: {} điểm.",
        "carried": "Cộng vào nhóm: {} điểm.",
        "imported": "Điểm do nguồn công bố, được nhập vào và không tính lại: {}.",
        "other_block": "Thành phần này không dành cho khối của đơn vị (chỉ cho: {}).",
        "variant": "Trường hợp áp dụng: {}.",
        "variant_unknown": "Chưa biết trường hợp áp dụng ({}).",
        "none_arisen": "Không phát sinh trong kỳ: {}.",
        "parts": "Cộng các phần: {}.",
    },
    "en": {
        "ratio": "Share reached: {}%.",
        "ratio_rounded": "Share rounded before it earns points: {}%.",
        "ratio_carried": "Share rounded when added to the group: {}%.",
        "points_exact": "This gives {} points.",
        "points_rounded": "Rounded: {} points.",
        "carried": "Added to the group: {} points.",
        "imported": "Points as published by the source, imported and not recomputed: {}.",
        "other_block": "This component is not for the unit's block (only for: {}).",
        "variant": "Case that applies: {}.",
        "variant_unknown": "It is not known which case applies ({}).",
        "none_arisen": "Nothing arose in the period: {}.",
        "parts": "Sum of the parts: {}.",
    },
}
POLICY_WORDS = {
    "vi": {
        "full": "được điểm tối đa",
        "zero": "được 0 điểm",
        "not_applicable": "không đánh giá, điểm tối đa giảm tương ứng",
        "ask": "quy định không nói, Hội đồng phải quyết định",
    },
    "en": {
        "full": "all points",
        "zero": "0 points",
        "not_applicable": "not applicable, the maximum falls",
        "ask": "the rules do not say, the council must decide",
    },
}

EFFECT_WORDS = {
    "vi": {
        Effect.TAKES: ("không bị trừ (tối đa {1})", "trừ {0} điểm (tối đa {1})"),
        Effect.ADDS: ("không được cộng (tối đa {1})", "cộng {0} điểm (tối đa {1})"),
    },
    "en": {
        Effect.TAKES: ("nothing taken (of {1})", "{0} points taken (of {1})"),
        Effect.ADDS: ("nothing added (of {1})", "{0} points added (of {1})"),
    },
}
"""What is said of points that are taken or added: without any, and with some."""


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that a rule read: its name, label, value as shown, unit of measure."""

    name: str
    label: str
    value: str
    unit: str

    def __str__(self) -> str:
        return f"{self.label}: {self.value} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a node has its points, part by part, in one language."""

    headline: str
    rule: str
    inputs: tuple[Input, ...]
    steps: tuple[str, ...]
    formula: str
    source: str

    def sentences(self) -> tuple[str, ...]:
        """Return all parts as lines."""
        facts = "; ".join(str(each) for each in self.inputs)
        lines = [
            self.headline,
            self.rule,
            facts and f"{facts}.",
            self.formula,
            *self.steps,
            self.source,
        ]
        return tuple(line for line in lines if line)


def headline(node: Node, score: NodeScore, language: str) -> str:
    """Return code, name, points, and what was lost; or what was taken or added."""
    name = f"{node.code} {node.name.in_language(language)}"
    top = show_number(score.max_applicable or node.max_points, language)
    if score.points is None:
        word = STATUS_WORDS[language][score.status]
        return (
            f"{name}: {word} (tối đa {top})." if language == "vi" else f"{name}: {word} (of {top})."
        )
    points = show_number(score.points, language)
    if score.effect is not Effect.EARNS:
        words = EFFECT_WORDS[language][score.effect][bool(score.points)]
        return f"{name}: {words.format(points, top)}."
    lost = show_number(score.lost or Decimal(0), language)
    if language == "vi":
        return f"{name}: {points} trên {top} điểm" + (f", mất {lost} điểm." if score.lost else ".")
    return f"{name}: {points} of {top} points" + (f", {lost} lost." if score.lost else ".")


def _places(value: Decimal) -> int | None:
    """Return the decimals to show of an intermediate value: four, or all when fewer."""
    exponent = value.as_tuple().exponent
    return 4 if isinstance(exponent, int) and exponent < -4 else None


def _step(name: str, value: Any, rulebook: Rulebook, node: Node, language: str) -> str:
    if name == "none_arisen":
        shown = POLICY_WORDS[language][value]
    elif name == "parts":
        shown = _parts(value, language)
    elif isinstance(value, Decimal):
        shown = show_number(value, language, _places(value))
    elif name == "imported" and value in set(Status):
        shown = STATUS_WORDS[language].get(Status(value), str(value))
    elif name == "variant_unknown" and value in rulebook.facts:
        shown = rulebook.facts[value].label.in_language(language)
    elif name == "other_block":
        blocks = str(value).split(", ")
        shown = ", ".join(rulebook.blocks[each].in_language(language) for each in blocks)
    else:
        shown = _option_label(rulebook, node, str(value), language)
    return STEP_WORDS[language][name].format(shown)


def _parts(parts: tuple[tuple[str, Decimal], ...], language: str) -> str:
    """Return parts with their codes, and their sum: 1.1: 0,12 + 1.2: 3,83 = 3,95."""
    with localcontext(EXACT):
        total = sum((value for _, value in parts), Decimal(0))
    shown = " + ".join(
        f"{code}: {show_number(value, language, _places(value))}" for code, value in parts
    )
    is_cut = any(_places(value) is not None for _, value in parts)
    return f"{shown} {'≈' if is_cut else '='} {show_number(total, language, _places(total))}"


def _option_label(rulebook: Rulebook, node: Node, option: str, language: str) -> str:
    """Return the label of an answer to the fact that chooses the node's rule."""
    variants = node.leaf.variants if node.leaf is not None else None
    options = rulebook.facts[variants.by].options if variants is not None else {}
    return options[option].in_language(language) if option in options else option


def _use(node: Node, trace: Trace) -> RuleUse | None:
    """Return the rule that made the trace, None for imported points."""
    if node.leaf is None or not trace.kind:
        return None
    variant = dict(trace.steps).get("variant")
    if node.leaf.variants is not None and variant is not None:
        return node.leaf.variants.rules[variant]
    return node.leaf.rule


def _formula(rulebook: Rulebook, use: RuleUse, kind: Kind, score: NodeScore, language: str) -> str:
    """Return the rule's formula with the numbers of this unit in it."""
    trace = score.trace
    if trace is None or score.points is None or ("none_arisen" in dict(trace.steps)):
        return ""
    labels = labels_of(rulebook, use, language)
    gaps: dict[str, str] = {}
    for name, bound in use.inputs.items():
        gaps[name] = _bound_value(rulebook, bound, trace.inputs, labels, language)
    for name, value in trace.parameters.items():
        if isinstance(value, Decimal):
            percent = kind.measures.get(name) == "share"
            shown = show_number(100 * value if percent else value, language)
            gaps[name] = f"{shown}%" if percent else shown
    steps = dict(trace.steps)
    ratio = steps.get("ratio_rounded", steps.get("ratio"))
    gaps["ratio"] = f"{show_number(ratio, language, 2)}%" if isinstance(ratio, Decimal) else "–"
    gaps["points"] = show_number(score.points, language)
    for name in kind.optional - set(gaps):
        gaps[name] = "0"
    formula = kind.formula.format(**gaps)
    sign = "≈" if "points_rounded" in steps else "="
    return formula if "→" in formula else f"{formula} {sign} {gaps['points']}"


def _bound_value(
    rulebook: Rulebook,
    bound: Any,
    inputs: Mapping[str, Any],
    labels: Mapping[str, str],
    language: str,
) -> str:
    if isinstance(bound, Mapping):
        values = (
            show_fact(inputs.get(name), rulebook.facts.get(name), language)
            for name in bound.values()
        )
        pairs = zip(bound, values, strict=True)
        return "; ".join(f"{labels.get(key, key)}: {value}" for key, value in pairs)
    names = bound if isinstance(bound, tuple) else (bound,)
    shown = [show_fact(inputs.get(name), rulebook.facts.get(name), language) for name in names]
    return f"({' + '.join(shown)})" if len(shown) > 1 else shown[0]


def explain(rulebook: Rulebook, code: str, score: NodeScore, language: str = "vi") -> Explanation:
    """Explain the points of one node.

    Parameters
    ----------
    rulebook : Rulebook
        By which the node was scored.
    code : str
        Code of the node.
    score : NodeScore
        Scored with ``trace=True`` to name rule, facts and steps.
    language : str
        "vi" or "en".

    Returns
    -------
    Explanation
        In sentences; numbers with the signs of the language.

    Raises
    ------
    NotFoundError
        If the rulebook has no such code.
    """
    node, trace = rulebook.node(code), score.trace
    first = headline(node, score, language)
    if trace is None:
        return Explanation(first, "", (), (), "", "")
    use = _use(node, trace)
    kinds = discover()
    inputs = tuple(_input(rulebook, name, value, language) for name, value in trace.inputs.items())
    steps = tuple(_step(name, value, rulebook, node, language) for name, value in trace.steps)
    word = "Căn cứ" if language == "vi" else "Source"
    return Explanation(
        headline=first,
        rule=rule_in_words(rulebook, node, use, kinds[use.kind], language) if use else "",
        inputs=inputs,
        steps=steps,
        formula=_formula(rulebook, use, kinds[use.kind], score, language) if use else "",
        source=f"{word}: {trace.source}.",
    )


def _input(rulebook: Rulebook, name: str, value: Any, language: str) -> Input:
    fact = rulebook.facts[name]
    unit = fact.unit.in_language(language) if fact.unit and value is not None else ""
    label = fact.label.in_language(language)
    return Input(name, label, show_fact(value, fact, language), unit)


def lost_points(rulebook: Rulebook, unit: UnitScore) -> tuple[tuple[Node, NodeScore], ...]:
    """Return the nodes where a unit lost points, the heaviest loss first.

    A penalty is a loss of what it takes; a bonus that was not earned is none. Components
    are listed; a group whose points were imported as a whole is listed itself.
    """
    found: list[tuple[Node, NodeScore]] = []

    def visit(node: Node) -> None:
        score = unit.nodes[node.code]
        if node.leaf is not None or score.imported:
            if score.lost:
                found.append((node, score))
            return
        for child in node.children:
            visit(child)

    for node in rulebook.fields:
        visit(node)
    return tuple(sorted(found, key=lambda pair: -(pair[1].lost or Decimal(0))))


def _open_components(nodes: tuple[Node, ...], unit: UnitScore) -> list[Node]:
    """Return the components still to be scored; below imported points nothing is open."""
    found: list[Node] = []
    for node in nodes:
        score = unit.nodes[node.code]
        if score.imported:
            continue
        if node.leaf is not None and score.status in {Status.MISSING, Status.PENDING}:
            found.append(node)
        found += _open_components(node.children, unit)
    return found


def explain_unit(rulebook: Rulebook, unit: UnitScore, language: str = "vi") -> tuple[str, ...]:
    """Return a unit's result and every lost point, the heaviest first, as sentences."""
    vi = language == "vi"
    if unit.index is None:
        known = show_number(unit.known, language)
        status = STATUS_WORDS[language].get(unit.status, "")
        text = (
            f"chưa xếp hạng ({status}); đã biết {known} điểm"
            if vi
            else (f"no rank yet ({status}); {known} points known")
        )
    else:
        index, points = (
            show_number(unit.index, language, 2),
            show_number(unit.points or 0, language),
        )
        band = unit.band.label.in_language(language) if unit.band else ""
        text = f"{points} điểm, chỉ số {index}%" if vi else f"{points} points, index {index}%"
        if unit.rank is not None:
            text += f", hạng {unit.rank}" if vi else f", rank {unit.rank}"
        text += f", xếp loại {band}" if vi and band else f", {band}" if band else ""
    lines = [f"{unit.unit} {unit.name}: {text}.", *explain_total(rulebook, unit, language)]
    for node, score in lost_points(rulebook, unit):
        lines += ["", *explain(rulebook, node.code, score, language).sentences()]
    unknown = _open_components(rulebook.fields, unit)
    if unknown:
        lines += ["", "Chưa chấm được:" if vi else "Not scored:"]
        lines += [f"- {headline(node, unit.nodes[node.code], language)}" for node in unknown]
    return tuple(lines)

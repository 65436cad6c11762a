"""Numbers and rules as people read them, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Fact, Node, Rulebook, RuleUse
from parindex.rulebook.values import Condition, Step, StepTable, Tier, TierList

EDGE = {
    "vi": {"at_least": "từ {}", "above": "trên {}", "at_most": "đến {}", "below": "dưới {}"},
    "en": {"at_least": "from {}", "above": "above {}", "at_most": "up to {}", "below": "under {}"},
}
YES_NO = {"vi": ("không", "có"), "en": ("no", "yes")}
POINTS = {"vi": "điểm", "en": "points"}
REST = {"vi": "còn lại", "en": "otherwise"}
AND = {"vi": " và ", "en": " and "}
UNKNOWN = {"vi": "chưa có", "en": "not known"}


def show_number(value: Decimal | int, language: str, places: int | None = None) -> str:
    """Return a number with the signs of a language.

    Parameters
    ----------
    value : Decimal or int
        Any measure.
    language : str
        "vi" (1.234,5) or "en" (1,234.5).
    places : int, optional
        Decimals to show, rounded half up; all that are written when not given.

    Examples
    --------
    >>> show_number(Decimal("113905.50"), "vi"), show_number(Decimal("81.8149"), "vi", 2)
    ('113.905,5', '81,81')
    """
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = f"{number:,f}"
    else:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def show_percent(share: Decimal, language: str) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> show_percent(Decimal("0.855"), "vi")
    '85,5%'
    """
    return f"{show_number(100 * share, language)}%"


def show_fact(value: Any, fact: Fact | None, language: str) -> str:
    """Return the value of a fact; a missing one is said to be missing."""
    if value is None:
        return UNKNOWN[language]
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, int | Decimal):
        return show_number(value, language)
    if fact is not None and value in fact.options:
        return fact.options[value].in_language(language)
    return str(value)


def _edges(row: Step | Condition, language: str, *, percent: bool) -> str:
    """Return the edges of a row in words."""
    show = show_percent if percent else show_number
    parts = [
        words.format(show(bound, language))
        for name, words in EDGE[language].items()
        if (bound := getattr(row, name, None)) is not None
    ]
    return " ".join(parts) if parts else REST[language]


class Shown:
    """A value inside a rule's words; the gap `{steps:percent}` asks for percentages."""

    def __init__(self, value: Any, measure: str, labels: Mapping[str, str], language: str) -> None:
        self.value, self.measure, self.labels, self.language = value, measure, labels, language

    def __format__(self, spec: str) -> str:
        value = self.value
        if isinstance(value, StepTable):
            rows = (self._row(row, percent=spec == "percent") for row in value.root)
            return "; ".join(rows)
        if isinstance(value, TierList):
            return "; ".join(self._tier(tier) for tier in value.root)
        if isinstance(value, Mapping):
            pairs = ((self.labels.get(k, k), self._plain(v)) for k, v in value.items())
            return "; ".join(f"{label}: {shown}" for label, shown in pairs)
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if self.measure == "share" and isinstance(value, Decimal):
            return show_percent(value, self.language)
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return show_number(value, self.language)
        return str(value)

    def _row(self, row: Step, *, percent: bool) -> str:
        points = f"{show_number(row.points, self.language)} {POINTS[self.language]}"
        return f"{_edges(row, self.language, percent=percent)}: {points}"

    def _tier(self, tier: Tier) -> str:
        conditions = AND[self.language].join(self._condition(each) for each in tier.all)
        points = f"{show_number(tier.points, self.language)} {POINTS[self.language]}"
        return f"{conditions or REST[self.language]}: {points}"

    def _condition(self, it: Condition) -> str:
        what = self.labels.get(it.value, it.value)
        if it.of is not None:
            what = f"{what} / {self.labels.get(it.of, it.of)}"
        return f"{what} {_edges(it, self.language, percent=it.of is not None)}"


def labels_of(rulebook: Rulebook, use: RuleUse, language: str) -> dict[str, str]:
    """Return the labels of options, facts and inputs that a rule's words may name."""
    labels = {name: fact.label.in_language(language) for name, fact in rulebook.facts.items()}
    for bound in use.inputs.values():
        if isinstance(bound, Mapping):
            labels |= {
                key: rulebook.facts[name].label.in_language(language)
                for key, name in bound.items()
                if name in rulebook.facts
            }
        elif isinstance(bound, str) and bound in rulebook.facts:
            options = rulebook.facts[bound].options
            labels |= {key: text.in_language(language) for key, text in options.items()}
    return labels


def rule_in_words(
    rulebook: Rulebook, node: Node, use: RuleUse, kind: Kind, language: str = "vi"
) -> str:
    """Return a rule as a sentence, with the values in force last.

    Examples
    --------
    >>> from parindex.scoring import discover, load
    >>> book = load("766/2026/province")
    >>> node = book.node("3.3")
    >>> print(rule_in_words(book, node, node.leaf.rule, discover()["ratio_saturate"]))
    Điểm bằng 6 nhân tỷ lệ đạt được chia 50%; đạt từ 50% trở lên được 6 điểm.
    """
    labels = labels_of(rulebook, use, language)
    parameters = dict(use.values[-1].parameters)
    gaps = {
        name: Shown(value, kind.measures.get(name, ""), labels, language)
        for name, value in parameters.items()
    }
    for name in kind.optional - set(gaps):
        gaps[name] = Shown(Decimal(0), kind.measures.get(name, ""), labels, language)
    gaps["max_points"] = Shown(node.max_points, "points", labels, language)
    return kind.words[language].format(**gaps)

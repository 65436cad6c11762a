"""What pages say of a frozen rulebook: rules, facts and scores in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from parindex.rulebook.model import Fact, FactType, GivenBy, Node, Part, Text
from parindex.scoring import UnitScore
from parindex.scoring.explain import POLICY_WORDS, explain
from parindex.scoring.kinds import discover
from parindex.scoring.result import Effect
from parindex.scoring.wording import YES_NO, rule_in_words, show_fact
from parindex.web.assessment.domain.books import Book, Component, book_of
from parindex.web.assessment.domain.refusals import Declared
from parindex.web.assessment.domain.scores import parse_fact, self_scores
from parindex.web.assessment.enums import Exemption
from parindex.web.assessment.models import RoundBlock, Row
from parindex.web.common.formats import language

ZERO = Decimal(0)
MEASURES = {
    FactType.COUNT: gettext_noop("số đếm, viết liền không dấu phân cách"),
    FactType.AMOUNT: gettext_noop("số, dấu phẩy thập phân"),
    FactType.PERCENT: gettext_noop("phần trăm, từ 0 đến 100"),
    FactType.POINTS: gettext_noop("điểm, dấu phẩy thập phân"),
    FactType.YES_NO: gettext_noop("có hoặc không"),
    FactType.CHOICE: gettext_noop("chọn một"),
    FactType.TEXT: gettext_noop("nội dung bằng chữ"),
}
GIVERS = {
    GivenBy.SURVEY: gettext_noop("Điểm do khảo sát, điều tra xã hội học; đơn vị không tự chấm."),
    GivenBy.EXTERNAL: gettext_noop("Điểm lấy từ nguồn công bố bên ngoài; đơn vị không tự chấm."),
    GivenBy.LEADER: gettext_noop("Điểm do lãnh đạo đánh giá; đơn vị không tự chấm."),
}
EFFECTS = {
    Effect.EARNS: "",
    Effect.ADDS: gettext_noop("điểm thưởng"),
    Effect.TAKES: gettext_noop("điểm trừ"),
}


_KNOWN: dict[tuple[str, str, str], BookWords] = {}
"""Words that were made once: frozen rulebooks never change."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact as a form asks for it; `options` are pairs of key and label."""

    name: str
    kind: str
    label: str
    unit: str
    measure: str
    options: tuple[tuple[str, str], ...]

    def shown(self, stored: Declared | None) -> str:
        """Return a stored value in words, "" when there is none."""
        if stored is None:
            return ""
        chosen = dict(self.options).get(typed(stored))
        return chosen if chosen is not None else typed(stored)


@dataclass(frozen=True, slots=True)
class ComponentWords:
    """A component in one language."""

    code: str
    name: str
    is_declared: bool
    given_by: str
    effect: str
    takes: bool
    rules: tuple[str, ...]
    none_arisen: str
    guide: str
    note: str
    source: str
    evidence: tuple[str, ...]
    appraised_by: str
    facts: Mapping[str, FactWords]
    declares: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeWords:
    """A field or criterion in one language, with the keys of the components below it."""

    key: str
    code: str
    name: str
    max_points: Decimal
    components: tuple[str, ...]
    children: tuple[NodeWords, ...]


@dataclass(frozen=True, slots=True)
class BookWords:
    """A frozen rulebook for one block in one language."""

    title: str
    content_hash: str
    fields: tuple[NodeWords, ...]
    components: Mapping[str, ComponentWords]
    home_of: Mapping[str, str]


def typed(stored: Declared | None) -> str:
    """Return a stored fact as it is typed into a form: a decimal comma in Vietnamese."""
    if stored is None:
        return ""
    if isinstance(stored, bool):
        return "yes" if stored else "no"
    is_number = stored.replace(".", "", 1).isdigit()
    return stored.replace(".", ",") if is_number and language() == "vi" else stored


def words_of(round_block: RoundBlock) -> BookWords:
    """Return the words of the rulebook of a block of a round, in the reader's language."""
    key = (round_block.rulebook_id, round_block.key, language())
    if key not in _KNOWN:
        _KNOWN[key] = _make(book_of(round_block), key[0], key[2])
    return _KNOWN[key]


def _make(book: Book, content_hash: str, tongue: str) -> BookWords:
    components = {key: _component(book, each, tongue) for key, each in book.components.items()}
    fields = (_node(book, node, tongue) for node in book.rulebook.fields)
    return BookWords(
        title=book.rulebook.title.in_language(tongue),
        content_hash=content_hash,
        fields=tuple(field for field in fields if field.components),
        components=MappingProxyType(components),
        home_of=book.home_of,
    )


def _node(book: Book, node: Node, tongue: str) -> NodeWords:
    groups = (_node(book, child, tongue) for child in node.children if child.leaf is None)
    return NodeWords(
        key=node.key,
        code=node.code,
        name=node.name.in_language(tongue),
        max_points=node.max_points,
        components=tuple(each.key for each in node.walk() if each.key in book.components),
        children=tuple(group for group in groups if group.components),
    )


def _text(text: Text | None, tongue: str) -> str:
    return "" if text is None else text.in_language(tongue)


def _component(book: Book, it: Component, tongue: str) -> ComponentWords:
    leaf, rulebook, kinds = it.leaf, book.rulebook, discover()
    names = leaf.fact_names()
    rules, effect = leaf.rules(), book.scorer.effect_of(it.node.code)
    return ComponentWords(
        code=it.node.code,
        name=it.node.name.in_language(tongue),
        is_declared=it.is_declared,
        given_by="" if it.is_declared else _(GIVERS[leaf.given_by]),
        effect=_(EFFECTS[effect]) if EFFECTS[effect] else "",
        takes=effect is Effect.TAKES,
        rules=tuple(
            rule_in_words(rulebook, it.node, use, kinds[use.kind], tongue) for use in rules
        ),
        none_arisen=POLICY_WORDS[tongue][leaf.none_arisen.value],
        guide=_text(leaf.guide, tongue),
        note=_text(leaf.note, tongue),
        source=str(rules[0].values[-1].source) if rules else str(it.node.source),
        evidence=tuple(each.in_language(tongue) for each in leaf.evidence),
        appraised_by=leaf.appraised_by.in_language(tongue),
        facts={name: _fact(name, rulebook.facts[name], tongue) for name in names},
        declares=it.declares if it.is_declared else (),
        elsewhere=tuple(name for name in names if book.home_of[name] != it.node.key),
    )


def _fact(name: str, fact: Fact, tongue: str) -> FactWords:
    no, yes = YES_NO[tongue]
    options: tuple[tuple[str, str], ...] = ()
    if fact.type is FactType.YES_NO:
        options = (("yes", yes.capitalize()), ("no", no.capitalize()))
    elif fact.type is FactType.CHOICE:
        options = tuple((key, text.in_language(tongue)) for key, text in fact.options.items())
    return FactWords(
        name=name,
        kind=fact.type.value,
        label=fact.label.in_language(tongue),
        unit="%" if fact.type is FactType.PERCENT else "" if options else _text(fact.unit, tongue),
        measure=_(MEASURES[fact.type]),
        options=options,
    )


def scored(round_block: RoundBlock, rows: list[Row]) -> UnitScore:
    """Return the scores of a sheet."""
    return self_scores(book_of(round_block), rows)


def traced(round_block: RoundBlock, rows: list[Row]) -> UnitScore:
    """Return the scores of a sheet, each with how it was made."""
    return self_scores(book_of(round_block), rows, trace=True)


def explained(round_block: RoundBlock, code: str, scored: UnitScore) -> tuple[str, ...]:
    """Return why a row has its points, in sentences: points won and lost, formula, steps."""
    rulebook, tongue = book_of(round_block).rulebook, language()
    found = explain(rulebook, code, scored.nodes[code], tongue)
    name = f"{code} {rulebook.node(code).name.in_language(tongue)}: "
    said = found.headline.removeprefix(name)
    lines = (said[:1].upper() + said[1:], found.formula, *found.steps)
    return tuple(line for line in lines if line)


def in_words(round_block: RoundBlock, name: str, stored: Declared | None) -> str:
    """Return a stored fact as people read it: 113.905, có, the label of an option."""
    if stored is None:
        return ""
    book = book_of(round_block)
    fact = book.rulebook.facts.get(name)
    if fact is None:
        return str(stored)
    shown = show_fact(parse_fact(book, name, stored), fact, language())
    return f"{shown}%" if fact.type is FactType.PERCENT else shown


def to_declare(round_block: RoundBlock, rows: list[Row]) -> Decimal:
    """Return the most points that a sheet's own declaration can give, bonus and penalty aside."""
    book = book_of(round_block)
    return sum((row.max_points for row in _base_rows(book, rows)), ZERO)


def _base_rows(book: Book, rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        component = book.components[row.component]
        field = (*component.path, component.node)[0]
        is_left_out = row.exemption == Exemption.GRANTED or row.self_status == "not_applicable"
        if row.is_active and component.is_declared and field.part is Part.BASE and not is_left_out:
            yield row

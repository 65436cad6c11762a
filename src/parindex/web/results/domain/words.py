"""What a rulebook says of one node, in the words of one language."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.rulebook.model import Node, Rulebook, Text
from parindex.scoring import discover
from parindex.scoring.wording import rule_in_words


@dataclass(frozen=True, slots=True)
class NodeWords:
    """The words of a node; those of a field or criterion are empty but for its source."""

    source: str
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    guide: str = ""
    note: str = ""
    none_arisen: str = ""
    given_by: str = ""
    appraised_by: str = ""


def _text(text: Text | None, language: str) -> str:
    return "" if text is None else text.in_language(language)


def node_words(rulebook: Rulebook, node: Node, language: str) -> NodeWords:
    """Return what the pages of a node say, with the values in force last."""
    leaf, kinds = node.leaf, discover()
    if leaf is None:
        return NodeWords(source=str(node.source))
    return NodeWords(
        source=str(leaf.rules()[0].values[-1].source),
        rules=tuple(
            rule_in_words(rulebook, node, use, kinds[use.kind], language) for use in leaf.rules()
        ),
        facts=tuple(rulebook.facts[name].label.in_language(language) for name in leaf.fact_names()),
        evidence=tuple(each.in_language(language) for each in leaf.evidence),
        guide=_text(leaf.guide, language),
        note=_text(leaf.note, language),
        none_arisen=leaf.none_arisen.value,
        given_by=leaf.given_by.value,
        appraised_by=_text(leaf.appraised_by, language),
    )

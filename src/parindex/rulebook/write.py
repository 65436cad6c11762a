"""Writes a rulebook as YAML that reads back to equal law: Unicode kept, decimals in quotes."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, RootModel

from parindex.errors import Problem, RulebookError
from parindex.rulebook.model import Leaf, Node, Part, Rulebook, RuleUse, Source, Text
from parindex.rulebook.values import Exact

FLOW_WIDTH = 96
"""Mappings and lists of plain values up to this many characters stand on one line."""


class Quoted(str):
    """A text that always stands in quotes, such as a code: "1.10" is not 1.1."""

    __slots__ = ()


class _Block(dict[str, Any]):
    """A mapping with one line for each key."""


class _Dumper(yaml.SafeDumper):
    """Plain scalars where possible, else double quotes; lists indented below their key."""

    def increase_indent(self, *arguments: Any, **named: Any) -> None:
        """Indent lists below their key."""
        super().increase_indent(*arguments, **{**named, "indentless": False})

    def choose_scalar_style(self) -> str:
        """Take double quotes where the library would take single ones."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def _width(node: yaml.Node) -> int:
    """Return about how many characters a value takes on one line; too many if it cannot."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2 if "\n" not in node.value else FLOW_WIDTH + 1
    if not isinstance(node, yaml.CollectionNode) or not node.flow_style:
        return FLOW_WIDTH + 1
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(_width(key) + _width(value) for key, value in node.value)
    return 2 + sum(_width(item) for item in node.value)


def _mapping(dumper: yaml.SafeDumper, value: dict[str, Any]) -> yaml.MappingNode:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)
    node.flow_style = _width(node) <= FLOW_WIDTH
    return node


def _block(dumper: yaml.SafeDumper, value: _Block) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=False)


def _sequence(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
    node.flow_style = _width(node) <= FLOW_WIDTH
    return node


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_clean = all(sign == "\n" or sign.isprintable() for sign in value)
    style = None if is_clean else '"'
    if is_clean and "\n" in value:
        style = "|" if re.search(r"^\s|\s$|\s\n|\n\s", value) is None else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _quoted(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(_Block, _block)
_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(Quoted, _quoted)


def as_document(value: Any) -> Any:
    """Return a value as the mappings, lists and texts that stand in YAML.

    Fields that hold their default are left out; decimals become quoted digits.

    Examples
    --------
    >>> as_document(Text(vi="Tốt", en="Good"))
    {'vi': 'Tốt', 'en': 'Good'}
    >>> as_document({"low": Decimal("0.80")})
    {'low': '0.80'}
    """
    if isinstance(value, RootModel):
        return as_document(value.root)
    if isinstance(value, BaseModel):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): as_document(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_document(item) for item in value]
    return _scalar(value)


def _fields(value: BaseModel) -> dict[str, Any]:
    found = {}
    for name, info in type(value).model_fields.items():
        item = getattr(value, name)
        if info.is_required() or item != info.get_default(call_default_factory=True):
            found[name] = as_document(item)
    return found


def _scalar(value: Any) -> Any:
    if isinstance(value, Decimal):
        return Quoted(format(value, "f"))
    return str(value.value) if isinstance(value, StrEnum) else value


def dump_yaml(value: Any) -> str:
    """Return a value as YAML text that `read_yaml` reads back.

    Parameters
    ----------
    value : object
        Mappings, lists, texts, decimals, dates and frozen values of a rulebook.

    Returns
    -------
    str
        Keys in the order given; texts in Unicode, decimals and codes in quotes, dates plain.

    Examples
    --------
    >>> name = Text(vi="Số hóa", en="Digitisation")
    >>> value = {"code": Quoted("1.10"), "name": name, "from": date(2026, 1, 1)}
    >>> print(dump_yaml({**value, "low": Decimal("0.80")}), end="")
    code: "1.10"
    name: {vi: Số hóa, en: Digitisation}
    from: 2026-01-01
    low: "0.80"
    """
    plain = as_document(value)
    plain = _Block(plain) if isinstance(plain, dict) and plain else plain
    text = _dumped(plain, keep_unicode=True)
    if unicodedata.is_normalized("NFC", text):
        return text
    return _dumped(plain, keep_unicode=False)  # the reader composes letters, not escapes


def _dumped(plain: Any, *, keep_unicode: bool) -> str:
    return yaml.dump(
        plain, Dumper=_Dumper, sort_keys=False, allow_unicode=keep_unicode, width=sys.maxsize
    )


def write_documents(
    folder: Path, head: Mapping[str, Any], facts: Mapping[str, Any], fields: Iterable[Any]
) -> tuple[Path, ...]:
    """Write the files of a rulebook: `rulebook.yaml`, `facts.yaml`, `criteria/1.yaml` and on.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    head, facts, fields : mapping, mapping, iterable
        As they stand in YAML.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    RulebookError
        If the folder already holds a rulebook; nothing is overwritten.
    """
    names = ("rulebook.yaml", "facts.yaml", "criteria")
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        what = f"the folder already holds {', '.join(taken)}"
        raise RulebookError([Problem(str(folder), what, "Name a new or empty folder")])
    (folder / "criteria").mkdir(parents=True)
    content = {folder / "rulebook.yaml": head, folder / "facts.yaml": facts}
    for number, field in enumerate(fields, start=1):
        content[folder / "criteria" / f"{number}.yaml"] = field
    for file, value in content.items():
        file.write_text(dump_yaml(value), encoding="utf-8", newline="\n")
    return tuple(content)


def write_rulebook(rulebook: Rulebook, folder: Path) -> tuple[Path, ...]:
    """Write a loaded rulebook as YAML; read back it has an equal fingerprint.

    What it was based on is written out in full; comments and cases are not part of it.

    Parameters
    ----------
    rulebook : Rulebook
        As loaded.
    folder : Path
        A new folder, or one without a rulebook.

    Returns
    -------
    tuple of Path
        The files written: `rulebook.yaml`, `facts.yaml`, `criteria/1.yaml` and on.

    Raises
    ------
    RulebookError
        If the folder already holds a rulebook; nothing is overwritten.
    """
    source = Counter(node.source for node in rulebook.walk()).most_common(1)[0][0]
    top = _Above(source=source, valid_from=rulebook.valid_from)
    fields = [_node(node, top) for node in rulebook.fields]
    return write_documents(folder, _head(rulebook, source), rulebook.facts, fields)


def _head(rulebook: Rulebook, source: Source) -> dict[str, Any]:
    flat = as_document(rulebook)
    broken_by = {"tie_breakers": rulebook.tie_breakers} if rulebook.tie_breakers else {}
    named = {
        "source": source,
        "not_applicable": {
            "convention": rulebook.not_applicable,
            "missing": rulebook.missing,
            "pending": rulebook.pending,
        },
        "ranking": {"ties": rulebook.ties} | broken_by,
        "bands": {"on": rulebook.bands_on, "of": rulebook.bands},
    }
    order = (
        *("identity", "title", "model", "blocks", "valid_from", "valid_to", "acts", "source"),
        *("scale", "not_applicable", "rounding", "ranking", "averages", "bands"),
        *("bonus_cap", "penalty_cap", "gates", "settings", "note"),
    )
    head = {key: named.get(key, flat.get(key)) for key in order}
    return {key: value for key, value in head.items() if value not in (None, [], False)}


@dataclass(frozen=True, slots=True)
class _Above:
    """What the loader will hand down to a node, so that it need not be said again."""

    source: Source
    valid_from: date
    field_key: str = ""
    part: Part = Part.BASE
    applies_to: tuple[str, ...] = ()
    step: Exact | None = None
    appraised_by: Text | None = None


def _shared(node: Node, above: _Above) -> _Above:
    """Return what holds below a node: step and appraiser are those of most components."""
    leaves = [each.leaf for each in node.walk() if each.leaf is not None]
    step = above.step or Counter(leaf.step for leaf in leaves).most_common(1)[0][0]
    by = above.appraised_by or Counter(leaf.appraised_by for leaf in leaves).most_common(1)[0][0]
    return _Above(
        node.source, above.valid_from, node.field_key, node.part, node.applies_to, step, by
    )


def _node(node: Node, above: _Above) -> dict[str, Any]:
    below = _shared(node, above)
    leaf = node.leaf
    step, by = (below.step, below.appraised_by) if leaf is None else (leaf.step, leaf.appraised_by)
    inherited_key = above.field_key or node.key
    raw: dict[str, Any] = {
        "code": Quoted(node.code),
        "key": node.key,
        "field_key": node.field_key if node.field_key != inherited_key else None,
        "name": node.name,
        "max_points": node.max_points,
        "part": node.part if node.part is not above.part else None,
        "exclusive": node.exclusive or None,
        "subtracts": node.subtracts or None,
        "applies_to": list(node.applies_to) if node.applies_to != above.applies_to else None,
        "source": node.source if node.source != above.source else None,
        "rounding": node.rounding,
        "step": step if step != above.step else None,
        "appraised_by": by if by != above.appraised_by else None,
    }
    if leaf is not None:
        raw |= _leaf(leaf, node.source, above.valid_from)
    else:
        raw["children"] = [_node(child, below) for child in node.children]
    return {key: value for key, value in raw.items() if value is not None}


def _leaf(leaf: Leaf, source: Source, valid_from: date) -> dict[str, Any]:
    raw: dict[str, Any] = {"given_by": leaf.given_by}
    if leaf.variants is not None:
        rules = leaf.variants.rules.items()
        by_answer = {answer: _rule(rule, source, valid_from) for answer, rule in rules}
        raw["variants"] = {"by": leaf.variants.by, "rules": by_answer}
    elif leaf.rule is not None:
        raw |= _rule(leaf.rule, source, valid_from)
    raw |= {
        "none_arisen": leaf.none_arisen,
        "arises_with": leaf.arises_with,
        "evidence": list(leaf.evidence) or None,
        "guide": leaf.guide,
        "note": leaf.note,
    }
    return raw


def _rule(rule: RuleUse, source: Source, valid_from: date) -> dict[str, Any]:
    values = [
        {
            "from": one.start,
            **one.parameters,
            **({"source": one.source} if one.source != source else {}),
        }
        for one in rule.values
    ]
    raw: dict[str, Any] = {"rule": rule.kind, "inputs": dict(rule.inputs)}
    if values != [{"from": valid_from}]:  # what the loader itself makes of a rule without values
        raw["values"] = values
    return {key: value for key, value in raw.items() if value != {}}

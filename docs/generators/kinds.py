"""The page of the rule kinds, read off the modules in `scoring/rules`."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Mapping

from docs.generators.markdown import NOTICE, document, table
from parindex.rulebook.kind import InputShape, Kind
from parindex.rulebook.load import shipped_rulebooks
from parindex.scoring import load
from parindex.scoring.kinds import discover

SHAPES = {
    InputShape.NUMBER: "one number, or several facts that are summed",
    InputShape.FLAG: "one yes or no",
    InputShape.OPTION: "one answer out of several",
    InputShape.NUMBERS: "numbers by name",
    InputShape.FLAGS: "yes or no by name",
}
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
ENTRY = re.compile(r"^(\S.*?) : .*\n((?:[ \n].*\n?)*)", re.MULTILINE)


def _sections(kind: Kind) -> dict[str, str]:
    """Return the parts of a numpy docstring by heading; the text before them under ""."""
    parts = SECTION.split(inspect.getdoc(kind.function) or "")
    return {"": parts[0].strip(), **dict(zip(parts[1::2], parts[2::2], strict=True))}


def _described(section: str) -> dict[str, str]:
    """Return what a docstring says of each parameter."""
    found: dict[str, str] = {}
    for names, text in ENTRY.findall(section + "\n"):
        found |= dict.fromkeys((name.strip() for name in names.split(",")), " ".join(text.split()))
    return found


def _names_used() -> Mapping[str, list[str]]:
    """Return the shipped rulebooks that use each kind."""
    used: dict[str, list[str]] = defaultdict(list)
    for name in shipped_rulebooks():
        nodes = load(name).leaves()
        kinds = {rule.kind for node in nodes if node.leaf for rule in node.leaf.rules()}
        for kind in sorted(kinds):
            used[kind].append(name)
    return used


def _inputs(kind: Kind, words: dict[str, str]) -> list[str]:
    rows = [(f"`{name}`", SHAPES[it], words.get(name, "")) for name, it in kind.inputs.items()]
    return [
        "Inputs, bound to facts under `inputs`:",
        "",
        *table(("Input", "Bound to", "Meaning"), rows),
    ]


def _parameters(kind: Kind, words: dict[str, str]) -> list[str]:
    measures = {"points": "points", "share": "share (0.8 is 80 percent)", "": "table"}
    rows = [
        (
            f"`{name}`" + (" (optional)" if name in kind.optional else ""),
            measures[kind.measures.get(name, "")],
            words.get(name, ""),
        )
        for name in kind.parameters
    ]
    if not rows:
        return ["It has no parameters, so `values` is left out.", ""]
    head = ("Parameter", "Measure", "Meaning")
    return ["Parameters, each line of `values` with its `from`:", "", *table(head, rows)]


def _code(section: str) -> list[str]:
    return ["```python", *section.strip().split("\n"), "```", ""] if section.strip() else []


def _sources(section: str) -> list[str]:
    text = " ".join(section.split())
    return [f"Source: {re.sub(r'^.. .1. ', '', text)}", ""] if text else []


def _kind(kind: Kind, used: list[str]) -> list[str]:
    parts = _sections(kind)
    words = _described(parts.get("Parameters", ""))
    in_use = ", ".join(f"`{name}`" for name in used) or "no shipped rulebook"
    return [
        f"## `{kind.name}`",
        "",
        parts[""],
        "",
        f"- Vietnamese: {kind.words['vi']}",
        f"- English: {kind.words['en']}",
        f"- Formula: `{kind.formula}`",
        f"- Used by: {in_use}",
        "",
        *(_inputs(kind, words) if kind.inputs else ["It reads no fact.", ""]),
        *_parameters(kind, words),
        *_sources(parts.get("References", "")),
        *_code(parts.get("Examples", "")),
    ]


def page() -> str:
    """Return the page of all rule kinds."""
    kinds, used = discover(), _names_used()
    links = ", ".join(f"[`{name}`](#{name})" for name in kinds)
    return document(
        "# Rule kinds",
        "",
        NOTICE,
        "",
        f"There are {len(kinds)} rule kinds: {links}.",
        "",
        "A rule kind is one pure function in `src/parindex/scoring/rules/<kind>.py`. The",
        "component's `max_points` is given to it where it needs it and never stands in `values`.",
        "Gaps in braces are filled with the values in force and the facts of the unit.",
        "How a rule is written: [format of rulebooks](rulebook-format.md#components).",
        "",
        *(line for name, kind in kinds.items() for line in _kind(kind, used.get(name, []))),
    )

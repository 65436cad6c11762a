"""YAML with positions: safe, no floats, no duplicate keys, each value knows its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from parindex.errors import Problem
from parindex.rulebook.values import exact

Path_ = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """The safe loader, with exact decimals for floats, and `on`, `yes`, `no` as plain words."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own name and shape
        first: [
            (tag, re.compile("^(?:true|false)$") if tag.endswith(":bool") else pattern)
            for tag, pattern in resolvers
        ]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: exact(loader.construct_scalar(node))
)


@dataclass(slots=True)
class Positions:
    """File and line of each value, by its path in the document."""

    lines: dict[Path_, str] = field(default_factory=dict)

    def of(self, path: Path_) -> str:
        """Return the place of a value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, "rulebook")

    def move(self, old: Path_, new: Path_) -> None:
        """Copy the places of everything below `old` to `new`."""
        found = {k: v for k, v in self.lines.items() if k[: len(old)] == old}
        self.lines.update({new + k[len(old) :]: v for k, v in found.items()})


def read_yaml(
    file: Path, label: str, root: Path_, positions: Positions, problems: list[Problem]
) -> Any:
    """Read one file below `root`; faults of YAML itself go to `problems`.

    Text is normalised to NFC, since decisions mix composed and decomposed letters.
    """
    try:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
        loader = _Loader(text)
        node = loader.get_single_node()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{label}, line {mark.line + 1}" if mark else label
        what = f"this is not valid YAML in UTF-8 ({getattr(error, 'problem', None) or error})"
        problems.append(Problem(where, what, "Correct the line and try again"))
        return None
    if node is None:
        return None
    return _value(loader, node, label, root, positions, problems)


def _value(
    loader: Any, node: Any, label: str, path: Path_, positions: Positions, problems: list[Problem]
) -> Any:
    positions.lines[path] = f"{label}, line {node.start_mark.line + 1}"
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(loader, item, label, (*path, index), positions, problems)
            for index, item in enumerate(node.value)
        ]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if key in result:
            where = f"{label}, line {key_node.start_mark.line + 1}"
            problems.append(Problem(where, f"the key {key!r} stands twice", "Keep one of them"))
        result[key] = _value(loader, value_node, label, (*path, key), positions, problems)
        positions.lines[(*path, key)] = f"{label}, line {key_node.start_mark.line + 1}"
    return result


def find_code(
    fields: Any, code: str, path: Path_ = ("fields",)
) -> tuple[Path_, dict[str, Any]] | None:
    """Return path and raw mapping of the node with this code."""
    for index, raw in enumerate(fields if isinstance(fields, list) else []):
        if not isinstance(raw, Mapping):
            continue
        here = (*path, index)
        if raw.get("code") == code:
            return here, raw  # type: ignore[return-value]
        if found := find_code(raw.get("children"), code, (*here, "children")):
            return found
    return None

"""Reads a rulebook from a folder: strict, complete in its complaints, never half."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from parindex.errors import NotFoundError, Problem, RulebookError
from parindex.rulebook.build import build
from parindex.rulebook.checks import check
from parindex.rulebook.document import RawRulebook
from parindex.rulebook.kind import Kind
from parindex.rulebook.model import Rulebook
from parindex.rulebook.source import Path_, Positions, find_code, read_yaml


@dataclass(slots=True)
class Reading:
    """A document being read: its raw value, its positions, what is wrong so far."""

    raw: dict[str, Any] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)


def shipped_folder() -> Path:
    """Return the folder of the rulebooks that come with parindex."""
    return Path(str(resources.files("parindex"))) / "rulebooks"


def shipped_rulebooks() -> tuple[str, ...]:
    """Return the names of the shipped rulebooks, such as `766/2026/province`."""
    root = shipped_folder()
    return tuple(sorted(str(file.parent.relative_to(root)) for file in root.rglob("rulebook.yaml")))


def rulebooks_in(name: str) -> tuple[str, ...]:
    """Return the rulebooks that a name stands for: itself, or all in a folder of several."""
    for root in (Path(name), shipped_folder() / name):
        files = sorted(root.rglob("rulebook.yaml"))
        if files and not (root / "rulebook.yaml").is_file():
            return tuple(str(file.parent) for file in files)
    return (name,)


def rulebook_folder(name: str | Path) -> Path:
    """Return the folder of a shipped rulebook, or `name` itself when it is a folder.

    Raises
    ------
    NotFoundError
        If there is neither; the message lists the shipped ones.
    """
    for folder in (Path(name), shipped_folder() / name):
        if (folder / "rulebook.yaml").is_file():
            return folder
    known = ", ".join(shipped_rulebooks())
    raise NotFoundError(
        f"no rulebook {str(name)!r}: neither a folder with rulebook.yaml nor one of {known}"
    )


def read_folder(folder: Path, above: tuple[Path, ...] = ()) -> Reading:
    """Read `rulebook.yaml`, `facts.yaml` and `criteria/*.yaml`, on top of `based_on`.

    `above` are the folders that are based on this one.
    """
    own = Reading()
    head = read_yaml(folder / "rulebook.yaml", "rulebook.yaml", (), own.positions, own.problems)
    head = head if isinstance(head, dict) else {}
    base = head.pop("based_on", None)
    changes = head.pop("changes", [])
    reading = _base(base, folder, own, above) if base is not None else own
    reading.raw.update(head)
    facts = folder / "facts.yaml"
    if facts.is_file():
        found = read_yaml(facts, "facts.yaml", ("facts",), reading.positions, reading.problems)
        if found is not None and not isinstance(found, dict):
            fix = "Write `name: {type: …, label: …}`"
            reading.problems.append(Problem("facts.yaml, line 1", "this is no list of facts", fix))
            found = None
        reading.raw["facts"] = {**reading.raw.get("facts", {}), **(found or {})}
    _add_fields(folder, reading)
    _apply_changes(changes, reading)
    return reading


def base_folder(name: object, folder: Path) -> Path:
    """Return the folder of the rulebook that the one in `folder` names in `based_on`.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    if not isinstance(name, str):
        raise NotFoundError(f"`based_on` is {name!r}, which is no name of a rulebook")
    return rulebook_folder(folder / name if name.startswith(".") else name)


def _base(name: object, folder: Path, own: Reading, above: tuple[Path, ...]) -> Reading:
    """Read the rulebook that this one is based on; its places carry its name."""
    below = (*above, folder.resolve())
    where, fix = own.positions.of(("based_on",)), "Name a shipped rulebook or a folder"
    try:
        parent = base_folder(name, folder)
    except NotFoundError as error:
        own.problems.append(Problem(where, str(error), fix))
        return own
    if parent.resolve() in below:
        what = f"`based_on` {name!r} leads back to this rulebook"
        own.problems.append(Problem(where, what, fix))
        return own
    reading = read_folder(parent, below)
    places = reading.positions.lines
    places.update({path: f"{name}/{place}" for path, place in places.items()})
    places.update(own.positions.lines)
    reading.problems.extend(own.problems)
    return reading


def natural(file: Path) -> list[int | str]:
    """Return a sort key by which `2.yaml` comes before `10.yaml`."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", file.name)]


def _add_fields(folder: Path, reading: Reading) -> None:
    for file in sorted((folder / "criteria").glob("*.yaml"), key=natural):
        fields = reading.raw.setdefault("fields", [])
        path = ("fields", len(fields))
        found = read_yaml(file, f"criteria/{file.name}", path, reading.positions, reading.problems)
        fields.append(found)


def _apply_changes(changes: Any, reading: Reading) -> None:
    """Replace single values of the base, node by node."""
    if not isinstance(changes, list):
        where = reading.positions.of(("changes",))
        what = "`changes` is no list"
        reading.problems.append(Problem(where, what, 'Write `- code: "1.1"` and what changes'))
        return
    for index, change in enumerate(changes):
        where = reading.positions.of(("changes", index))
        code = change.get("code") if isinstance(change, Mapping) else None
        found = find_code(reading.raw.get("fields"), str(code))
        if not found:
            what = f"the base has no code {code!r}"
            reading.problems.append(Problem(where, what, "Name a code of the base, in quotes"))
            continue
        path, raw = found
        for key, value in change.items():
            raw[key] = value
            reading.positions.move(("changes", index, key), (*path, key))


def _explain(error: Mapping[str, Any], positions: Positions) -> Problem:
    """Turn one fault of the document's shape into a problem with its place."""
    path = tuple(part for part in error["loc"])
    where = positions.of(path)
    name = ".".join(str(part) for part in path if part != "fields") or "the document"
    if error["type"] == "missing":
        return Problem(positions.of(path[:-1]), f"`{path[-1]}` is missing", "Add it")
    if error["type"] == "extra_forbidden":
        return Problem(where, f"`{path[-1]}` is not known here", "Remove it or correct its name")
    if error["type"] == "string_type":
        what = f"`{name}` is {error['input']!r}, which is no text"
        return Problem(where, what, 'Put it in quotes, so that "4.10" stays 4.10')
    message = str(error["msg"]).removeprefix("Value error, ")
    return Problem(where, f"`{name}`: {message}", "Correct the value")


def parse(reading: Reading) -> RawRulebook | None:
    """Check the document's shape; faults go to `reading.problems`.

    Keys that are not known are taken out, so that they hide nothing else that is wrong.
    """
    try:
        return RawRulebook.model_validate(reading.raw)
    except ValidationError as error:
        faults = _faults(error)
    reading.problems.extend(dict.fromkeys(_explain(fault, reading.positions) for fault in faults))
    if any(fault["type"] != "extra_forbidden" for fault in faults):
        return None
    for fault in faults:
        _take_out(reading.raw, fault["loc"])
    return RawRulebook.model_validate(reading.raw)


def _take_out(raw: Any, path: Path_) -> None:
    """Remove one key of a document."""
    *above, key = path
    for part in above:
        raw = raw[part]
    del raw[key]


def _faults(error: ValidationError) -> list[Mapping[str, Any]]:
    return [dict(fault) for fault in error.errors(include_url=False)]


def load_rulebook(name: str | Path, kinds: Mapping[str, Kind]) -> Rulebook:
    """Load a rulebook by its shipped name or from a folder.

    Parameters
    ----------
    name : str or Path
        `766/2026/province`, or a folder with `rulebook.yaml`.
    kinds : mapping
        Rule kinds by name, from `parindex.scoring.kinds.discover`.

    Returns
    -------
    Rulebook
        Frozen; equal content has an equal `fingerprint`.

    Raises
    ------
    RulebookError
        With every problem found: place, what is wrong, what to do.
    NotFoundError
        If there is no such rulebook.
    """
    rulebook, problems = try_load(name, kinds)
    if rulebook is None or problems:
        raise RulebookError(problems)
    return rulebook


def try_load(
    name: str | Path, kinds: Mapping[str, Kind]
) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Load a rulebook and return it (if it can be built) with all problems."""
    return _built(read_folder(rulebook_folder(name)), kinds)


def raw_document(name: str | Path) -> dict[str, Any]:
    """Return the whole document of a rulebook as plain JSON data, what it is based on included.

    `load_document` makes the same rulebook of it, with the same fingerprint; so can be kept
    what a decision said on the day it was used, whatever the folder says later.
    """
    raw: dict[str, Any] = json.loads(
        json.dumps(read_folder(rulebook_folder(name)).raw, default=str)
    )
    return raw


def load_document(raw: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Rulebook:
    """Load a rulebook from what `raw_document` returned.

    Raises
    ------
    RulebookError
        With every problem found, when the document is no longer one that this release reads.
    """
    rulebook, problems = _built(Reading(raw=copy.deepcopy(dict(raw))), kinds)
    if rulebook is None or problems:
        raise RulebookError(problems)
    return rulebook


def _built(
    reading: Reading, kinds: Mapping[str, Kind]
) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Build a rulebook from a reading, with all problems."""
    document = parse(reading)
    if document is None:
        return None, tuple(reading.problems)
    rulebook = build(document, kinds, reading.positions, reading.problems)
    reading.problems.extend(check(document, kinds, rulebook, reading.positions))
    return rulebook, tuple(reading.problems)

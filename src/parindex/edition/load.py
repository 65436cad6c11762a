"""Reads an edition: where its figures come from, its facts, and what was printed."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from parindex.errors import EditionError, NotFoundError, Problem
from parindex.rulebook.model import Averages, Text
from parindex.rulebook.source import Positions, read_yaml
from parindex.rulebook.values import Exact, Frozen


class Origin(Frozen):
    """Where figures of an edition come from."""

    text: Text
    url: str | None = None


class EditionPart(Frozen):
    """The units of one block and the rulebook that scores them."""

    rulebook: str
    block: str
    facts: str


class BlockMean(Frozen):
    """The mean of a block that was published without its units.

    Where the source also prints the mean points from which it comes, `appraised` over
    `out_of` (both in points) is recomputed and compared with `mean` (in percent).
    """

    name: Text
    units: int | None = None
    mean: Exact
    self_score: Exact | None = None
    appraised: Exact | None = None
    out_of: Exact | None = None
    classes: dict[str, int] = Field(default_factory=dict)


class Known(Frozen):
    """A printed cell that recomputing does not give, and why.

    For a printed mean `code` is "mean" and `unit` the Vietnamese name of the block, or "*"
    for the mean of the whole edition.
    """

    unit: str
    code: str
    why: Text


class Edition(Frozen):
    """A published result: frozen, with its sources and its known deviations."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    family: Annotated[str, StringConstraints(pattern="^(766|cchc|one_stop)$")]
    place: Text
    period: Text
    cut_off: date
    published_by: Text
    simulated: bool = False
    origins: Annotated[tuple[Origin, ...], Field(min_length=1)]
    recomputed: Text
    parts: tuple[EditionPart, ...] = ()
    block_means: tuple[BlockMean, ...] = ()
    averages: Averages = Averages.MEAN_OF_UNITS
    published_mean: Exact | None = None
    published: str | None = None
    deviations: tuple[Known, ...] = ()
    order: int = 100


class Printed(Frozen):
    """A cell as it was printed: `code` is a node's code, or points, index, rank or band."""

    unit: str
    code: str
    value: str

    def number(self) -> Decimal:
        """Return the printed figure, with as many decimals as were printed."""
        return Decimal(self.value)


def editions_folder() -> Path:
    """Return the folder of the editions that come with parindex."""
    return Path(str(resources.files("parindex"))) / "editions"


def shipped_editions() -> tuple[str, ...]:
    """Return the slugs of the shipped editions, in the order in which they are shown."""
    found = [load_edition(file.parent.name) for file in editions_folder().glob("*/edition.yaml")]
    return tuple(each.slug for each in sorted(found, key=lambda each: (each.order, each.slug)))


def edition_folder(name: str | Path) -> Path:
    """Return the folder of a shipped edition, or `name` itself when it is a folder."""
    for folder in (Path(name), editions_folder() / name):
        if (folder / "edition.yaml").is_file():
            return folder
    raise NotFoundError(f"no edition {str(name)!r}: there is no folder with edition.yaml")


def load_edition(name: str | Path) -> Edition:
    """Load an edition by its slug or from a folder.

    Raises
    ------
    EditionError
        With every problem of `edition.yaml`.
    NotFoundError
        If there is no such edition.
    """
    positions, problems = Positions(), list[Problem]()
    raw = read_yaml(edition_folder(name) / "edition.yaml", "edition.yaml", (), positions, problems)
    if problems:
        raise EditionError(problems)
    try:
        return Edition.model_validate(raw)
    except ValidationError as error:
        raise EditionError(
            Problem(
                positions.of(tuple(fault["loc"])),
                f"`{'.'.join(map(str, fault['loc']))}`: {fault['msg']}",
                "Correct the value",
            )
            for fault in error.errors(include_url=False)
        ) from None


def printed_cells(name: str | Path) -> tuple[Printed, ...]:
    """Return what was printed, from `published.csv` (columns unit, code, value)."""
    edition = load_edition(name)
    if edition.published is None:
        return ()
    with (edition_folder(name) / edition.published).open(encoding="utf-8", newline="") as stream:
        return tuple(Printed(**row) for row in csv.DictReader(stream))

"""What a check is: a class with an id, words for people, settings, and one question to frames."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from dataclasses import field as dataclass_field
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, ClassVar, Final

import polars as pl

from parindex.caseload.quality import checks as folder
from parindex.caseload.quality.looking import Frames, Looking
from parindex.errors import NotFoundError
from parindex.rulebook.model import Text

SIGNALS: Final = pl.Schema(
    {
        "check": pl.String(),
        "unit_code": pl.String(),
        "dossier_code": pl.String(),  # null for a signal of a whole unit
        "period": pl.String(),  # null for a signal of a single dossier
        "dossiers": pl.Int64(),  # how many dossiers it touches
        "figures": pl.String(),  # what was seen, a JSON object of numbers and texts
    }
)
"""What every check returns. A signal asks a person to look; it is never a verdict."""

HEAD: Final = ("unit_code", "dossier_code", "dossiers")


def parameter(default: int, *, vi: str, en: str) -> Any:
    """Return a setting of a check with its default and what it means."""
    return dataclass_field(default=default, metadata={"text": Text(vi=vi, en=en)})


@dataclass(frozen=True)
class Check(ABC):
    """One thing that may be seen in dossiers and deserves a look by a person.

    A subclass stands alone in a file of `quality/checks`; the file's name is its `id`. Its
    dataclass fields are settings. The class says in both languages what is seen, why it
    matters, and which honest explanation there may be.

    Attributes
    ----------
    title, seen, matters, honest : Text
        For the reference page and for the pages of officers.
    words : Text
        The sentence of one signal, with gaps for `unit_code`, `dossier_code`, `period` and the
        figures that `find` returns.
    needs : tuple of str
        Tables of `Frames` without which the question cannot be asked, or `calendar`, `dummies`.
    components : tuple of str
        Components of the 766 set that the files seen may distort.
    duties : tuple of str
        Settings of `DutySettings` that it reads.
    per_unit : bool
        Whether a signal speaks of a unit and period, not of one dossier.
    """

    id: ClassVar[str]
    title: ClassVar[Text]
    seen: ClassVar[Text]
    matters: ClassVar[Text]
    honest: ClassVar[Text]
    words: ClassVar[Text]
    needs: ClassVar[tuple[str, ...]] = ("dossiers",)
    components: ClassVar[tuple[str, ...]] = ()
    duties: ClassVar[tuple[str, ...]] = ()
    per_unit: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Name the check after its file."""
        super().__init_subclass__()
        cls.id = cls.__module__.rpartition(".")[2]

    @abstractmethod
    def find(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen: unit, dossier, figures by name.

        Parameters
        ----------
        frames : Frames
            With at least the tables in `needs`.
        looking : Looking
            Period, moment, settings.

        Returns
        -------
        polars.LazyFrame
            Columns `unit_code`, and `dossier_code` unless `per_unit`; `dossiers` (a count)
            if `per_unit`; every other column is a figure: a number, a text or a moment.
        """

    def signals(self, frames: Frames, looking: Looking) -> pl.LazyFrame:
        """Return what was seen in the schema `SIGNALS`."""
        found = self.find(frames, looking)
        schema = found.collect_schema()
        figures = [_readable(name, kind) for name, kind in schema.items() if name not in HEAD]
        code = pl.lit(None, pl.String) if self.per_unit else pl.col("dossier_code")
        period = str(looking.period) if self.per_unit else None
        count = pl.col("dossiers") if self.per_unit else pl.lit(1)
        return found.select(
            pl.lit(self.id).alias("check"),
            pl.col("unit_code"),
            code.alias("dossier_code"),
            pl.lit(period, pl.String).alias("period"),
            count.cast(pl.Int64).alias("dossiers"),
            pl.struct(figures).struct.json_encode().alias("figures"),
        )

    @classmethod
    def settings(cls) -> tuple[Field[Any], ...]:
        """Return the settings in order, each with its default and its `text`."""
        return tuple(each for each in fields(cls) if each.default is not MISSING)


def _readable(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a figure that JSON can hold: a moment as text, everything else as it is."""
    if isinstance(kind, pl.Datetime):
        return pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S")
    return pl.col(name)


def check_of(module: ModuleType) -> type[Check]:
    """Return the check of a module; `NotFoundError` if it does not hold exactly one."""
    own = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Check) and each.__module__ == module.__name__
    ]
    if len(own) != 1:
        raise NotFoundError(
            f"{module.__name__}: {len(own)} checks found, one is expected; "
            "a file of quality/checks holds one class derived from Check"
        )
    return own[0]


@cache
def discover() -> Mapping[str, type[Check]]:
    """Return every check by id, found by looking in the folder.

    Examples
    --------
    >>> "finished_before_receipt" in discover()
    True
    """
    names = sorted(each.name for each in pkgutil.iter_modules(folder.__path__))
    modules = (importlib.import_module(f"{folder.__name__}.{name}") for name in names)
    return MappingProxyType({check.id: check for check in map(check_of, modules)})

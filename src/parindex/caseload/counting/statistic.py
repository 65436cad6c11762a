"""Finds the statistics by looking in their folder: one file, one statistic, no list."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType

from narwhals import Expr

from parindex.caseload import statistics
from parindex.caseload.counting import wholes
from parindex.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Statistic:
    """A share: two integers for each unit and period, and what they are.

    Parameters
    ----------
    name : str
        The numerator fact, which is the statistic's name and that of its file.
    denominator : str
        The fact that it is counted of.
    group : str
        The folder that it stands in, such as ``decision_766``.
    over : str
        ``dossiers``, or ``procedures`` when distinct procedures are counted.
    words : Mapping[str, str]
        Title in ``vi`` and ``en``.
    source : str
        The text that asks for it.
    count, whole : callable
        Return the expressions of numerator and denominator.
    population : callable
        Returns the expression of those whose answer is asked for; the whole, unless said otherwise.
    unknown : callable or None
        Returns the expression of those of them whose source does not say.
    """

    name: str
    denominator: str
    group: str
    over: str
    words: Mapping[str, str]
    source: str
    count: Callable[[], Expr]
    whole: Callable[[], Expr]
    population: Callable[[], Expr]
    unknown: Callable[[], Expr] | None = None

    @property
    def count_column(self) -> str:
        """The column of facts with the numerator."""
        return column_of(self.count, self.name)

    @property
    def whole_column(self) -> str:
        """The column of facts with the denominator."""
        return column_of(self.whole, self.denominator)

    @property
    def population_column(self) -> str:
        """The column of facts with those whose answer is asked for."""
        return column_of(self.population, self.denominator)

    @property
    def unknown_column(self) -> str:
        """The column of facts with those of unknown answer."""
        return f"unknown_{self.name}"


def statistic_of(module: ModuleType) -> Statistic:
    """Read a statistic off its module."""
    return Statistic(
        name=module.NUMERATOR,
        denominator=module.DENOMINATOR,
        group=module.__name__.split(".")[-2],
        over=getattr(module, "OVER", "dossiers"),
        words=MappingProxyType(module.WORDS),
        source=module.SOURCE,
        count=module.numerator,
        whole=module.denominator,
        population=getattr(module, "population", module.denominator),
        unknown=getattr(module, "unknown", None),
    )


@cache
def discover() -> Mapping[str, Statistic]:
    """Return every statistic by name, in the order of folders and files.

    Examples
    --------
    >>> discover()["dossiers_on_time"].denominator
    'dossiers_in_hand'
    """
    found = pkgutil.walk_packages(statistics.__path__, f"{statistics.__name__}.")
    modules = (importlib.import_module(each.name) for each in found if not each.ispkg)
    return MappingProxyType({each.name: each for each in map(statistic_of, modules)})


def chosen(names: tuple[str, ...]) -> tuple[Statistic, ...]:
    """Return the statistics of these names, all when none is given.

    Raises
    ------
    NotFoundError
        If a name is that of no statistic.
    """
    known = discover()
    strange = [name for name in names if name not in known]
    if strange:
        raise NotFoundError(
            f"no statistic is called {', '.join(strange)}; the names are in "
            "docs/reference/statistics.md, or leave the option out for all of them"
        )
    return tuple(known[name] for name in names) if names else tuple(known.values())


def column_of(fact: Callable[[], Expr], name: str) -> str:
    """Return the column of facts in which a fact stands, a whole under its own name."""
    return fact.__name__ if fact.__module__ == wholes.__name__ else name


@cache
def columns() -> Mapping[str, Callable[[], Expr]]:
    """Return what is counted of dossiers, by column: numerators, wholes, unknown answers."""
    found: dict[str, Callable[[], Expr]] = {}
    for each in discover().values():
        if each.over == "dossiers":
            found[each.count_column] = each.count
            found[each.whole_column] = each.whole
            if each.unknown is not None:
                found[each.unknown_column] = each.unknown
                found[each.population_column] = each.population
    found.pop(wholes.nothing.__name__, None)
    return MappingProxyType(found)

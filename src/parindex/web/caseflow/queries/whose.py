"""Whose dossiers a page speaks of: those of a unit, or of all units of a province."""

from __future__ import annotations

import polars as pl
from django.db.models import Q

from parindex.web.caseflow.queries.board import HANDLES
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit


def is_province(unit: Unit) -> bool:
    """Say whether a page of the unit speaks of all units of the province."""
    return bool(unit.kind == UnitKind.PROVINCE)


def units_by_code(unit: Unit) -> dict[str, Unit]:
    """Return the units whose dossiers a page speaks of, by code, in one query.

    Units that are no more are among them: their dossiers stay where they were recorded.
    """
    if not is_province(unit):
        return {unit.agency_code: unit} if unit.agency_code else {}
    known = Unit.objects.filter(HANDLES, Q(parent=unit) | Q(parent__parent=unit))
    return {each.agency_code: each for each in known.order_by("valid_from", "pk")}


def of_codes(codes: list[str]) -> pl.Expr:
    """Return which dossiers are those of some units; one code is looked up the quick way."""
    column = pl.col("unit_code")
    return column == codes[0] if len(codes) == 1 else column.is_in(codes)

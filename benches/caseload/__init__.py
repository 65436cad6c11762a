"""Counting dossiers: a month of the country, a day of a province, ten million deadlines."""

from __future__ import annotations


def report() -> list[str]:
    """Measure, and return the section of the page."""
    from benches.caseload.report import report as measured  # noqa: PLC0415 - `once` stays apart

    return measured()

"""Form II.06a as reported: columns 3 to 13 of Circular 01/2020/TT-VPCP, and its identities."""

from __future__ import annotations

from typing import Final

import polars as pl

COLUMNS: Final = tuple(range(3, 14))

FORM: Final = pl.Schema(
    {
        "unit_code": pl.String(),
        "period": pl.String(),
        **{f"column_{number}": pl.Int64() for number in COLUMNS},
    }
)
"""One row a unit and period; a cell nobody filled is null."""

IDENTITIES: Final[dict[int, tuple[int, ...]]] = {3: (4, 5, 6), 7: (8, 9, 10), 11: (12, 13)}
"""Column = sum of columns; and 3 = 7 + 11."""


def identities() -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return all four identities: a column and those that must add up to it."""
    return (*IDENTITIES.items(), (3, (7, 11)))

"""Rule kind `mean_choice`: the mean over dossiers, each scored by one of several answers."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Điểm bình quân của các hồ sơ, mỗi hồ sơ chấm theo mức: {options}.",
    "en": "The mean over dossiers, each scored by its level: {options}.",
}
FORMULA = "{counts} → {points}"


def mean_choice(counts: Mapping[str, Number], *, options: Mapping[str, Points]) -> Decimal:
    """Return the sum of points over all dossiers by their number.

    Parameters
    ----------
    counts : mapping
        Dossiers at each level, 0 or more, by the names of `options`.
    options : mapping
        Points of a dossier at each level.

    Returns
    -------
    Decimal
        In points, not rounded.

    Raises
    ------
    NothingAroseError
        If there is no dossier.
    CountError
        If a count is negative.

    References
    ----------
    .. [1] Circular 01/2018/TT-VPCP, articles 13 and 14.

    Examples
    --------
    >>> points = {"early": Decimal(2), "on_time": Decimal(1), "late": Decimal(0)}
    >>> mean_choice({"early": 8, "on_time": 1, "late": 1}, options=points)
    Decimal('1.7')
    """
    if any(count < 0 for count in counts.values()):
        raise CountError(min(counts.values()), sum(counts.values()))
    total = sum(counts.values())
    if not total:
        raise NothingAroseError
    earned = sum((options[name] * count for name, count in counts.items()), Decimal(0))
    return earned / total


def top(*, options: Mapping[str, Decimal]) -> Decimal:
    """Return the most points that a dossier earns."""
    return max(options.values(), default=Decimal(0))

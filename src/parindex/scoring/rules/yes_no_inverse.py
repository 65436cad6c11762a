"""Rule kind `yes_no_inverse`: the full points while a fault is absent, otherwise nothing."""

from decimal import Decimal

WORDS = {
    "vi": "Không có vi phạm được {max_points} điểm; có vi phạm được 0 điểm.",
    "en": "{max_points} points when no fault was found, otherwise 0.",
}
FORMULA = "{found} → 0"


def yes_no_inverse(
    found: bool,  # noqa: FBT001 - facts come by position, parameters by name
    *,
    max_points: Decimal,
) -> Decimal:
    """Return all points unless a fault was found.

    Parameters
    ----------
    found : bool
        Whether a fault was found in the year scored.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        `max_points` or 0, in points.

    Examples
    --------
    >>> yes_no_inverse(True, max_points=Decimal(2))
    Decimal('0')
    """
    return Decimal(0) if found else max_points

"""Rule kind `yes_no`: the full points when a requirement is met, otherwise nothing."""

from decimal import Decimal

WORDS = {
    "vi": "Đạt yêu cầu được {max_points} điểm; không đạt được 0 điểm.",
    "en": "{max_points} points when the requirement is met, otherwise 0.",
}
FORMULA = "{met} → {max_points}"


def yes_no(
    met: bool,  # noqa: FBT001 - facts come by position, parameters by name
    *,
    max_points: Decimal,
) -> Decimal:
    """Return all points or none.

    Parameters
    ----------
    met : bool
        Whether the requirement is met.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        `max_points` or 0, in points.

    References
    ----------
    .. [1] Decision 1880/QĐ-UBND of 2013 (Cà Mau), component 1.1.2.

    Examples
    --------
    >>> yes_no(True, max_points=Decimal(1))
    Decimal('1')
    """
    return max_points if met else Decimal(0)

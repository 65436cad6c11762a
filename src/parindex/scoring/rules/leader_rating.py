"""Rule kind `leader_rating`: the mean of the marks that named leaders give, to scale."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Bình quân điểm của lãnh đạo chấm trên thang {rating_max}, quy đổi về {max_points} điểm.",
    "en": "The mean of the leaders' marks out of {rating_max}, brought to {max_points} points.",
}
FORMULA = "{ratings} → {points}"


def leader_rating(
    ratings: Mapping[str, Number], *, rating_max: Points, max_points: Decimal
) -> Decimal:
    """Return max × mean mark / highest mark.

    Parameters
    ----------
    ratings : mapping
        Mark of each leader, 0 to `rating_max`.
    rating_max : Decimal
        Highest mark, above 0.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    CountError
        If a mark lies outside the scale.

    Examples
    --------
    >>> leader_rating({"chair": 8, "vice": 9}, rating_max=Decimal(10), max_points=Decimal(2))
    Decimal('1.7')
    """
    if any(not 0 <= mark <= rating_max for mark in ratings.values()):
        raise CountError(max(ratings.values()), rating_max)
    return max_points * sum(ratings.values()) / (rating_max * len(ratings))


def fault(*, rating_max: Decimal) -> str | None:
    """Say when the scale of marks is empty."""
    return None if rating_max > 0 else f"`rating_max` {rating_max} must be above 0"

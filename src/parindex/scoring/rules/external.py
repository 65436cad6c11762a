"""Rule kind `external`: points or a rate that another office has decided, brought to scale."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Kết quả do cơ quan khác công bố trên thang {source_max}, quy đổi về {max_points} điểm.",
    "en": "A result of another office on a scale of {source_max}, brought to {max_points} points.",
}
FORMULA = "{max_points} × {value} / {source_max}"


def external(value: Number, *, source_max: Points, max_points: Decimal) -> Decimal:
    """Return an outside result on the component's scale.

    Parameters
    ----------
    value : int or Decimal
        The result as published, 0 to `source_max`.
    source_max : Decimal
        Maximum of the scale on which it is published, above 0.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    CountError
        If the result lies outside its scale.

    Examples
    --------
    >>> external(Decimal("62.5"), source_max=Decimal(100), max_points=Decimal(4))
    Decimal('2.5')
    """
    if not 0 <= value <= source_max:
        raise CountError(value, source_max)
    return max_points * value / source_max


def fault(*, source_max: Decimal) -> str | None:
    """Say when the source's scale is empty."""
    return None if source_max > 0 else f"`source_max` {source_max} must be above 0"

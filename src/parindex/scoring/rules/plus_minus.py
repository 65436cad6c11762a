"""Rule kind `plus_minus`: a start, plus merits, minus faults, kept between 0 and the maximum."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Từ {start} điểm, mỗi thành tích cộng {per_plus} điểm, mỗi vi phạm trừ {per_minus} "
    "điểm; kết quả trong khoảng 0 đến {max_points} điểm.",
    "en": "{start} points, plus {per_plus} for each merit, less {per_minus} for each fault, "
    "kept between 0 and {max_points}.",
}
FORMULA = "{start} + {per_plus} × {merits} − {per_minus} × {faults}"


def plus_minus(
    merits: Number,
    faults: Number,
    *,
    start: Points,
    per_plus: Points,
    per_minus: Points,
    max_points: Decimal,
) -> Decimal:
    """Return start + merits − faults, clamped.

    Parameters
    ----------
    merits, faults : int or Decimal
        Counts, 0 or more.
    start, per_plus, per_minus : Decimal
        In points.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`.

    Raises
    ------
    CountError
        If a count is negative.

    Examples
    --------
    >>> rule = {"start": Decimal(1), "per_plus": Decimal("0.5"), "per_minus": Decimal(1)}
    >>> plus_minus(1, 0, **rule, max_points=Decimal(2))
    Decimal('1.5')
    """
    if merits < 0 or faults < 0:
        raise CountError(merits, faults)
    points = start + per_plus * merits - per_minus * faults
    return min(max(points, Decimal(0)), max_points)

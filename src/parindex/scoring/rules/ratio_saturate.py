"""Rule kind `ratio_saturate`: a line through 0 that reaches the maximum before 100 percent."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Share

WORDS = {
    "vi": "Điểm bằng {max_points} nhân tỷ lệ đạt được chia {full_at}; "
    "đạt từ {full_at} trở lên được {max_points} điểm.",
    "en": "Points are {max_points} times the share over {full_at}; "
    "all {max_points} from {full_at} on.",
}
FORMULA = "{max_points} × min(1; {ratio} / {full_at})"


def ratio_saturate(
    numerator: Number, denominator: Number, *, full_at: Share, max_points: Decimal
) -> Decimal:
    """Return max × min(1, share / full_at); the division comes last.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole, the part 0 to the whole.
    full_at : Decimal
        Share that earns all points, above 0.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    NothingAroseError
        If part and whole are 0.
    CountError
        If the two do not form a share.

    References
    ----------
    .. [1] Decision 766/QĐ-TTg of 23/6/2022, item 3.1.

    Examples
    --------
    >>> ratio_saturate(40, 100, full_at=Decimal("0.8"), max_points=Decimal(2))
    Decimal('1')
    """
    if not 0 <= numerator <= denominator:
        raise CountError(numerator, denominator)
    if not denominator:
        raise NothingAroseError
    needed = full_at * denominator
    return max_points if numerator >= needed else max_points * numerator / needed


def fault(*, full_at: Decimal) -> str | None:
    """Say when the full share is no share above 0."""
    return None if 0 < full_at <= 1 else f"`full_at` {full_at} must lie above 0 and up to 1"

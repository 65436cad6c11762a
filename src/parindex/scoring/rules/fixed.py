"""Rule kind `fixed`: every unit gets these points, as the office that scores practises it."""

from decimal import Decimal

WORDS = {
    "vi": "Mọi đơn vị được {max_points} điểm; công thức không được công bố, số liệu công bố "
    "cho thấy ai cũng được điểm này.",
    "en": "Every unit gets {max_points} points; the formula is not published, the published "
    "figures show that all get them.",
}
FORMULA = "→ {max_points}"


def fixed(*, max_points: Decimal) -> Decimal:
    """Return the points that everybody gets.

    For a component whose formula is unknown and whose published points never differ. Points
    from outside (`points:CODE`) replace it as soon as somebody is given something else.

    Parameters
    ----------
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        `max_points`, in points.

    References
    ----------
    .. [1] Decision 766/QĐ-TTg, certified electronic copies: 2 points for all 34 provinces and
       for a unit of Gia Lai without a single dossier (10 October 2026).

    Examples
    --------
    >>> fixed(max_points=Decimal(2))
    Decimal('2')
    """
    return max_points

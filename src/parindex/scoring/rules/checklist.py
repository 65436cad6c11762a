"""Rule kind `checklist`: the sum of the parts that are ticked."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.rulebook.values import Points

WORDS = {
    "vi": "Cộng điểm từng nội dung đạt được: {parts}.",
    "en": "The points of each part that is met are added: {parts}.",
}
FORMULA = "{ticks} → {points}"


def checklist(ticks: Mapping[str, bool], *, parts: Mapping[str, Points]) -> Decimal:
    """Return the sum of the ticked parts.

    Parameters
    ----------
    ticks : mapping
        Whether each part is met, by the name of its fact.
    parts : mapping
        Points of each part, by the same names.

    Returns
    -------
    Decimal
        In points.

    Examples
    --------
    >>> quarter = Decimal("0.25")
    >>> checklist({"a": True, "b": False, "c": True}, parts=dict.fromkeys("abc", quarter))
    Decimal('0.50')
    """
    return sum((points for name, points in parts.items() if ticks[name]), Decimal(0))


def top(*, parts: Mapping[str, Decimal]) -> Decimal:
    """Return the points of all parts."""
    return sum(parts.values(), Decimal(0))

"""Rule kind `choice`: the points that the decision gives to the answer."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import OptionError
from parindex.rulebook.values import Points

WORDS = {
    "vi": "Điểm theo mức đạt được: {options}.",
    "en": "Points by level reached: {options}.",
}
FORMULA = "{option} → {points}"


def choice(option: str, *, options: Mapping[str, Points]) -> Decimal:
    """Return the points of one answer out of several.

    Parameters
    ----------
    option : str
        The answer, one of the keys of `options`.
    options : mapping
        Points of each answer.

    Returns
    -------
    Decimal
        In points.

    Raises
    ------
    OptionError
        If the answer is none of `options`.

    References
    ----------
    .. [1] Decision 1880/QĐ-UBND of 2013 (Cà Mau), component 1.1.1.

    Examples
    --------
    >>> choice("late", options={"on_time": Decimal(1), "late": Decimal("0.5")})
    Decimal('0.5')
    """
    if option not in options:
        raise OptionError("option", option, options)
    return options[option]


def top(*, options: Mapping[str, Decimal]) -> Decimal:
    """Return the most points that an answer gives."""
    return max(options.values(), default=Decimal(0))

"""Rule kind `percent_choice`: the share of the maximum that the decision gives to the answer."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import OptionError
from parindex.rulebook.values import Share

WORDS = {
    "vi": "Điểm bằng {max_points} nhân tỷ lệ theo mức đạt được: {shares}.",
    "en": "Points are {max_points} times the share of the level reached: {shares}.",
}
FORMULA = "{option} → {points}"


def percent_choice(option: str, *, shares: Mapping[str, Share], max_points: Decimal) -> Decimal:
    """Return the share of the maximum that one answer earns.

    Parameters
    ----------
    option : str
        The answer, one of the keys of `shares`.
    shares : mapping
        Share of the maximum for each answer, 0 to 1.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`.

    Raises
    ------
    OptionError
        If the answer is none of `shares`.

    Examples
    --------
    >>> percent_choice("half", shares={"full": Decimal(1), "half": Decimal("0.5")},
    ...                max_points=Decimal(3))
    Decimal('1.5')
    """
    if option not in shares:
        raise OptionError("option", option, shares)
    return max_points * shares[option]


def fault(*, shares: Mapping[str, Decimal]) -> str | None:
    """Say when the best answer does not earn the whole maximum."""
    best = max(shares.values(), default=Decimal(0))
    return None if best == 1 else f"the best answer earns {best} of the maximum, not 1"

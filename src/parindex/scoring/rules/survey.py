"""Rule kind `survey`: the maximum times the mean weight of one respondent group's answers."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Share

WORDS = {
    "vi": "Điểm bằng {max_points} nhân trọng số bình quân của phiếu khảo sát: {weights}.",
    "en": "Points are {max_points} times the mean weight of the ballots: {weights}.",
}
FORMULA = "{ballots} → {points}"


def survey(
    ballots: Mapping[str, Number], *, weights: Mapping[str, Share], max_points: Decimal
) -> Decimal:
    """Return max × mean option weight.

    Parameters
    ----------
    ballots : mapping
        Valid ballots for each option, 0 or more; options without a weight (neutral
        answers) do not count.
    weights : mapping
        Weight of each option that counts, 0 to 1.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    NothingAroseError
        If there is no valid ballot.
    CountError
        If a count is negative.

    References
    ----------
    .. [1] Survey of officials as practised in Yên Bái: A 100, B 60, C 20, D 0 percent.

    Examples
    --------
    >>> weights = {"a": Decimal(1), "b": Decimal("0.6"), "c": Decimal("0.2"), "d": Decimal(0)}
    >>> survey({"a": 5, "b": 5, "c": 0, "d": 0}, weights=weights, max_points=Decimal(6))
    Decimal('4.8')
    """
    if any(count < 0 for count in ballots.values()):
        raise CountError(min(ballots.values()), sum(ballots.values()))
    counted = sum(ballots[name] for name in weights)
    if not counted:
        raise NothingAroseError
    weighed = sum((weights[name] * ballots[name] for name in weights), Decimal(0))
    return max_points * weighed / counted


def fault(*, weights: Mapping[str, Decimal]) -> str | None:
    """Say when the best answer does not weigh 1."""
    best = max(weights.values(), default=Decimal(0))
    return None if best == 1 else f"the best answer weighs {best}, not 1"

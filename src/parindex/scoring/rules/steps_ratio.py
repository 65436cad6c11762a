"""Rule kind `steps_ratio`: points by the row of a step table that holds the share."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, StepTable

WORDS = {
    "vi": "Điểm theo bậc của tỷ lệ: {steps:percent}.",
    "en": "Points by steps of the share: {steps:percent}.",
}
FORMULA = "{numerator} / {denominator} = {ratio} → {points}"


def steps_ratio(numerator: Number, denominator: Number, *, steps: StepTable) -> Decimal:
    """Return the points of the row that holds the share.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole, 0 to `denominator`; more is allowed for plans that are beaten.
    steps : StepTable
        Rows over the share (0.9 is 90 percent), edges as the decision words them.

    Returns
    -------
    Decimal
        In points.

    Raises
    ------
    NothingAroseError
        If the whole is 0.
    CountError
        If a count is negative.

    References
    ----------
    .. [1] Decision 1880/QĐ-UBND of 2013 (Cà Mau), component 1.1.4.

    Examples
    --------
    >>> from parindex.rulebook.values import Step
    >>> table = StepTable((Step(at_least="0.9", points=2), Step(below="0.9", points=0)))
    >>> steps_ratio(9, 10, steps=table)
    Decimal('2')
    """
    if numerator < 0 or denominator < 0:
        raise CountError(numerator, denominator)
    if not denominator:
        raise NothingAroseError
    return steps.points_for(Decimal(numerator) / denominator)


def top(*, steps: StepTable) -> Decimal:
    """Return the most points that a row gives."""
    return steps.top()

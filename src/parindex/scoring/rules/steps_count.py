"""Rule kind `steps_count`: points by the row of a step table that holds the count."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, StepTable

WORDS = {
    "vi": "Điểm theo bậc của số lượng: {steps}.",
    "en": "Points by steps of the count: {steps}.",
}
FORMULA = "{count} → {points}"


def steps_count(count: Number, *, steps: StepTable) -> Decimal:
    """Return the points of the row that holds the count.

    Parameters
    ----------
    count : int or Decimal
        0 or more.
    steps : StepTable
        Rows over the count.

    Returns
    -------
    Decimal
        In points.

    Raises
    ------
    CountError
        If the count is negative.

    References
    ----------
    .. [1] Regulation 11-QĐ/TU of 2026 (Khánh Hòa), annex 1, item II.3.1.

    Examples
    --------
    >>> from parindex.rulebook.values import Step
    >>> table = StepTable((Step(at_least=2, points=10), Step(below=2, points=5)))
    >>> steps_count(1, steps=table)
    Decimal('5')
    """
    if count < 0:
        raise CountError(count, count)
    return steps.points_for(count)


def top(*, steps: StepTable) -> Decimal:
    """Return the most points that a row gives."""
    return steps.top()

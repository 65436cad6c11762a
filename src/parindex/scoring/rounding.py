"""Rounding as a rulebook declares it: a step and a mode, nothing hidden."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from parindex.rulebook.model import Mode, RoundingStep

EXACT = Context(prec=40)
"""Forty digits: no sum or product of the law comes near, so only divisions are cut."""

_MODES = {
    Mode.HALF_UP: ROUND_HALF_UP,
    Mode.HALF_EVEN: ROUND_HALF_EVEN,
    Mode.DOWN: ROUND_DOWN,
}


def round_to(value: Decimal, how: RoundingStep | None) -> Decimal:
    """Round to a multiple of a step; None leaves the value as it is.

    Parameters
    ----------
    value : Decimal
        Any measure.
    how : RoundingStep or None
        Step above 0, and mode.

    Returns
    -------
    Decimal
        In the same measure.

    Examples
    --------
    >>> round_to(Decimal("95.445"), RoundingStep(step="0.01"))
    Decimal('95.45')
    >>> round_to(Decimal("7.37"), RoundingStep(step="0.25"))
    Decimal('7.25')
    """
    return rounder(how)(value)


def rounder(how: RoundingStep | None) -> Callable[[Decimal], Decimal]:
    """Return the function that rounds as declared, with all that can be known made beforehand."""
    if how is None:
        return lambda value: value
    step, mode, one = how.step, _MODES[how.mode], Decimal(1)
    if step.as_tuple().digits == (1,):
        return lambda value: value.quantize(step, mode)
    return lambda value: (value / step).quantize(one, mode) * step


def ratio_percent(numerator: Decimal | int, denominator: Decimal | int) -> Decimal:
    """Return a share in percent; the denominator is not 0.

    Examples
    --------
    >>> ratio_percent(1, 8)
    Decimal('12.5')
    """
    return Decimal(100 * numerator) / denominator

"""Every error of parindex: what was found, where, why it is refused, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ParindexError(Exception):
    """The root of all errors that parindex raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in what somebody handed in.

    Parameters
    ----------
    where : str
        File and line, or row and column, or unit and component.
    what : str
        What was found there, and why it is refused.
    fix : str
        What the reader can do about it.

    Examples
    --------
    >>> print(Problem("facts.csv, row 3, column petitions", "-4 is negative", "Enter 0 or more"))
    facts.csv, row 3, column petitions: -4 is negative. Enter 0 or more.
    """

    where: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.fix}."


class ProblemsError(ParindexError):
    """Input is refused; `problems` lists all that is wrong, never only the first."""

    title = "The input is refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.title, self.problems)

    def __str__(self) -> str:
        lines = [f"{self.title}: {len(self.problems)} problem(s), nothing was loaded."]
        return "\n".join([*lines, *(f"- {problem}" for problem in self.problems)])


class RulebookError(ProblemsError):
    """A rulebook cannot be used as law."""

    title = "The rulebook is refused"


class FactsError(ProblemsError):
    """A file of facts cannot be scored."""

    title = "The facts are refused"


class AnnexError(ProblemsError):
    """The annex of a decision cannot be read as a set of criteria."""

    title = "The annex cannot be read"


class EditionError(ProblemsError):
    """An edition is not what it says it is."""

    title = "The edition is refused"


class RegisterError(ProblemsError):
    """A register of units cannot be read, or says other than what is there already."""

    title = "The register is refused"


class NotFoundError(ParindexError):
    """Something was asked for by a name that nobody knows."""


class NothingAroseError(ParindexError):
    """A share has nothing to divide by; the rulebook's `none_arisen` policy decides."""


class CountError(ParindexError):
    """Two counts do not form a share."""

    def __init__(self, numerator: object, denominator: object) -> None:
        super().__init__(
            f"{numerator} of {denominator} is no share: "
            "the part must lie between 0 and the whole. Correct the two counts."
        )


class OptionError(ParindexError):
    """An answer is none of those that the rulebook declares."""

    def __init__(self, fact: str, answer: object, known: Iterable[str]) -> None:
        super().__init__(
            f"{fact}: {answer!r} is none of the declared answers. "
            f"Give one of {', '.join(sorted(known))}."
        )


class ScoreAboveMaximumError(ParindexError):
    """A component got more points than it is worth."""

    def __init__(self, unit: str, code: str, points: object, max_points: object) -> None:
        self.points, self.max_points = points, max_points
        super().__init__(
            f"unit {unit}, component {code}: {points} points are more than the maximum "
            f"{max_points}. Correct the points or the rulebook; nothing was scored."
        )


class FrozenRowError(ParindexError):
    """A row that only may be added was to be changed or removed."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} is written and stays as it is; write a new one instead.")


class OutsideTransactionError(ParindexError):
    """An audit row was to be written apart from the change that it tells of."""

    def __init__(self, verb: str) -> None:
        super().__init__(
            f"audit of {verb!r}: no transaction is open, so the row could outlive its change. "
            "Put the verb under `transaction.atomic`."
        )


class RefusedError(ParindexError):
    """Somebody asked for what is not allowed now; the message is for the person who asked.

    `kept` says what is not lost by the refusal, `fix` what to do next.
    """

    def __init__(self, what: str, *, fix: str, kept: str = "") -> None:
        self.what, self.fix, self.kept = what, fix, kept
        super().__init__(" ".join(part for part in (what, kept, fix) if part))


class NotEntitledError(ParindexError):
    """The person has no right to this; to strangers the thing does not exist."""


class LockedError(RefusedError):
    """The deadline has passed or the sheet is closed: nothing is written any more."""


class StaleError(RefusedError):
    """Somebody else has saved in the meantime; both values are shown, none is lost."""

    def __init__(self, what: str, *, mine: object, theirs: object, version: int, fix: str) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(what, fix=fix)

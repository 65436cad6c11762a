"""How the council ruled on the same component before, and warnings of unequal rulings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from parindex.web.assessment.domain.cases import last_appraisal, proposal_of
from parindex.web.assessment.enums import CaseKind, CaseState
from parindex.web.assessment.models import Case, Ruling


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case of the same component that the council has ruled on."""

    case_id: int
    unit: str
    year: int
    kind: str
    claim: str
    reason_code: str
    reason_words: str
    appraised: Decimal | None
    claimed: Decimal | None
    is_upheld: bool
    ruled_points: Decimal | None
    ruled_reason: str

    @property
    def outcome(self) -> str:
        """The outcome in words."""
        return outcome_words(
            self.kind, is_upheld=self.is_upheld, claimed=self.claimed, ruled=self.ruled_points
        )


@dataclass(frozen=True, slots=True)
class Unequal:
    """That a ruling would be unequal to an earlier one, in words."""

    precedent: Precedent
    words: str


def outcome_words(
    kind: str, *, is_upheld: bool, claimed: Decimal | None, ruled: Decimal | None
) -> str:
    """Return what the council decided about a claim."""
    if not is_upheld:
        return _("không chấp nhận")
    if kind == CaseKind.DISPUTE and claimed != ruled:
        return _("chấp nhận một phần")
    return _("chấp nhận")


def precedents(case: Case) -> tuple[Precedent, ...]:
    """Return rulings on the same component: other units of the round, and other years.

    Practice rounds are no precedent for real ones, nor the other way round. The newest is first.
    """
    round_ = case.row.sheet.round
    found = (
        Case.objects.filter(
            row__component=case.row.component,
            row__sheet__round__province=round_.province_id,
            row__sheet__round__is_practice=round_.is_practice,
            state=CaseState.RULED,
        )
        .exclude(pk=case.pk)
        .select_related("row__sheet__unit", "row__sheet__round")
        .prefetch_related(Prefetch("row__rulings", Ruling.objects.order_by("id")))
        .order_by("-ruled_at", "-id")
    )
    return tuple(_precedent(each) for each in found)


def _precedent(case: Case) -> Precedent:
    appraised, sheet = last_appraisal(case.row), case.row.sheet
    return Precedent(
        case_id=case.pk,
        unit=sheet.unit.name,
        year=sheet.round.year,
        kind=case.kind,
        claim=case.claim,
        reason_code="" if appraised is None else appraised.reason_code,
        reason_words="" if appraised is None else appraised.get_reason_code_display(),
        appraised=None if appraised is None else appraised.points,
        claimed=case.claimed_points,
        is_upheld=bool(case.is_upheld),
        ruled_points=case.ruled_points,
        ruled_reason=case.ruled_reason,
    )


def would_uphold(case: Case) -> bool:
    """Say whether the proposal gives the unit anything else than the appraisal did."""
    if case.kind == CaseKind.EXEMPTION:
        return True
    appraised = last_appraisal(case.row)
    return appraised is None or proposal_of(case) != appraised.points


def warnings(
    case: Case, *, is_upheld: bool | None = None, known: tuple[Precedent, ...] | None = None
) -> tuple[Unequal, ...]:
    """Return the precedents of the same kind and reason that were decided the other way.

    Without `is_upheld` the question is about the proposal that is on the table.
    """
    outcome = would_uphold(case) if is_upheld is None else is_upheld
    appraised = last_appraisal(case.row)
    code = "" if appraised is None else appraised.reason_code
    words = _("Nội dung này đã được kết luận khác đối với %(unit)s (năm %(year)s): %(outcome)s.")
    return tuple(
        Unequal(each, words % {"unit": each.unit, "year": each.year, "outcome": each.outcome})
        for each in (precedents(case) if known is None else known)
        if (each.kind, each.reason_code) == (case.kind, code) and each.is_upheld != outcome
    )

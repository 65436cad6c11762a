"""Hội đồng: cases with their clocks, votes and rulings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from parindex.errors import ProblemsError, RefusedError
from parindex.web.assessment.access import access_case, access_round
from parindex.web.assessment.domain.cases import (
    open_exemption_cases,
    proposal_of,
    put_proposal,
    reply_to_case,
    withdraw_case,
)
from parindex.web.assessment.domain.council import cast_vote, may_vote, rule_case, tally_of
from parindex.web.assessment.domain.precedents import outcome_words, precedents, warnings
from parindex.web.assessment.enums import CaseKind, CaseState, Choice, Phase
from parindex.web.assessment.models import Case, Round
from parindex.web.assessment.queries.beside import beside
from parindex.web.assessment.queries.council import (
    CaseFile,
    case_file,
    case_lines,
    rounds_of_council,
    sessions_of,
)
from parindex.web.assessment.release import visible_stages
from parindex.web.desk.fields import number_of
from parindex.web.desk.pages import act, page
from parindex.web.desk.views.appraisal_lines import (
    evidence_lines,
    fact_lines,
    refusal_of,
    words_for,
)
from parindex.web.desk.views.council_sessions import PAGES as SESSIONS
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

SECTION = {"section": "council"}
Verb = Callable[..., Any]


def _my_round(request: HttpRequest) -> tuple[Round | None, list[Round]]:
    rounds = rounds_of_council(request.user)
    wanted = request.GET.get("ky", "")
    chosen = [each for each in rounds if str(each.pk) == wanted]
    sitting = [each for each in rounds if each.phase == Phase.COUNCIL]
    return next(iter(chosen or sitting or rounds), None), rounds


@page
def council(request: HttpRequest) -> HttpResponse:
    """List the cases of a round, open ones first, and the sessions."""
    round_, rounds = _my_round(request)
    if round_ is None:
        raise Http404
    runs = may(request.user, Action.CHAIR_SESSION, unit=round_.province)
    sees = may(request.user, Action.VIEW_RESULTS, unit=round_.province)
    lines = case_lines(round_, request.user)
    context = {
        **SECTION,
        "round": round_,
        "rounds": rounds,
        "open_cases": [each for each in lines if each.is_open],
        "closed_cases": [each for each in lines if not each.is_open],
        "sessions": sessions_of(round_) if sees else [],
        "may_run": runs,
    }
    return render(request, "desk/council/list.html", context)


@act
def exemption_cases(request: HttpRequest, round_id: int) -> HttpResponse:
    """Make cases of requests that came in after the round moved on."""
    round_ = access_round(round_id, user=request.user, to=Action.MANAGE_ROUND)
    made = open_exemption_cases(round_, request.user)
    messages.success(
        request, _("Đã lập %(n)s vụ việc từ đề nghị không đánh giá.") % {"n": len(made)}
    )
    return redirect("council")


def _rights(case: Case, user: User) -> dict[str, bool]:
    sheet = case.row.sheet
    keys, key = case.row.keys, sheet.round_block.key
    is_open = case.state == CaseState.OPEN
    sits = any(may(user, each) for each in (Action.VOTE, Action.CHAIR_SESSION, Action.VIEW_AUDIT))
    return {
        "may_reply": is_open
        and may(user, Action.REPLY_TO_CASE, unit=sheet.unit, keys=keys, block=key),
        "may_withdraw": is_open and may(user, Action.RAISE_CASE, unit=sheet.unit),
        "may_close": is_open and may(user, Action.CLOSE_CASE, unit=sheet.unit),
        "may_vote": may_vote(case, user),
        "sees_votes": sits and may(user, Action.VIEW_RESULTS, unit=sheet.round.province),
        "sees_session": may(user, Action.VIEW_RESULTS, unit=sheet.round.province),
        "is_party": may(user, Action.RAISE_CASE, unit=sheet.unit),
    }


def _judgement(file: CaseFile, *, is_party: bool) -> dict[str, Any]:
    """Return votes, quorum and rulings on the same component; a unit reads nothing of others."""
    case = file.case
    before = () if is_party else precedents(case)
    is_open = case.state == CaseState.OPEN
    ruled = case.state == CaseState.RULED
    return {
        "precedents": before,
        "warnings": warnings(case, known=before) if is_open else (),
        "tally": tally_of(case) if is_open and case.session_id else case.tally,
        "proposal": proposal_of(case),
        "outcome": outcome_words(
            case.kind,
            is_upheld=bool(case.is_upheld),
            claimed=case.claimed_points,
            ruled=case.ruled_points,
        )
        if ruled
        else "",
    }


def _case_page(
    request: HttpRequest,
    case_id: int,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    file = case_file(case_id)
    case, row = file.case, file.case.row
    it, rights = beside(row, request.user), _rights(file.case, request.user)
    stages = visible_stages(row.sheet.round) if rights["is_party"] else file.rulings.keys()
    shown = {stage: each for stage, each in file.rulings.items() if stage in stages}
    mine = next((each for each in file.votes if each.member_id == request.user.pk), None)
    context = {
        **SECTION,
        **rights,
        **_judgement(file, is_party=rights["is_party"]),
        "file": file,
        "case": case,
        "row": row,
        "it": it,
        "words": words_for(row),
        "first": shown.get("appraisal_1"),
        "second": shown.get("appraisal_2"),
        "council_ruling": shown.get("council"),
        "facts": fact_lines(it, decided={}, typed={}),
        "documents": evidence_lines(it),
        "is_dispute": case.kind == CaseKind.DISPUTE,
        "choices": [(each.value, each.label) for each in Choice],
        "my_vote": mine,
        "refusal": refusal,
        "typed": {name: request.POST.get(name, "") for name in ("text", "reason", "points")},
    }
    return render(request, "desk/council/case.html", context, status=status)


@page
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show a case: both arguments, scores, facts, evidence, precedents, votes."""
    access_case(case_id, user=request.user, to=Action.VIEW_CASES)
    return _case_page(request, case_id)


def _done(request: HttpRequest, case_id: int, said: str, verb: Verb, **given: Any) -> HttpResponse:
    """Call one verb on a case; a refusal is shown on its page with what was typed."""
    try:
        verb(case_id=case_id, user=request.user, **given)
    except (RefusedError, ProblemsError) as error:
        access_case(case_id, user=request.user, to=Action.VIEW_CASES)
        return _case_page(request, case_id, refusal_of(error), status=422)
    messages.success(request, said)
    return redirect("case", case_id)


def _version(request: HttpRequest) -> int:
    return number_of(request.POST, "version")


@act
def case_reply(request: HttpRequest, case_id: int) -> HttpResponse:
    """Add words of a party."""
    text = request.POST.get("text", "")
    return _done(request, case_id, _("Đã ghi ý kiến."), reply_to_case, text=text)


@act
def case_withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the case back."""
    version = _version(request)
    return _done(request, case_id, _("Đã rút vụ việc."), withdraw_case, version=version)


@act
def case_proposal(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put other points before the council."""
    given = {"version": _version(request), "proposed_points": request.POST.get("points", "")}
    return _done(request, case_id, _("Đã ghi phương án."), put_proposal, **given)


@act
def case_vote(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a member's vote."""
    given = {
        "choice": request.POST.get("choice", ""),
        "in_writing": request.POST.get("in_writing") == "yes",
        "remark": request.POST.get("remark", ""),
    }
    return _done(request, case_id, _("Đã ghi phiếu biểu quyết."), cast_vote, **given)


@act
def case_rule(request: HttpRequest, case_id: int) -> HttpResponse:
    """Rule as the council voted."""
    given = {"version": _version(request), "reason": request.POST.get("reason", "")}
    return _done(request, case_id, _("Đã ghi kết luận của Hội đồng."), rule_case, **given)


CASE = "hoi-dong/vu-viec/<int:case_id>/"
PAGES = [
    path("hoi-dong/", council, name="council"),
    path("hoi-dong/ky/<int:round_id>/de-nghi/", exemption_cases, name="exemption_cases"),
    path(CASE, case, name="case"),
    path(f"{CASE}phan-hoi/", case_reply, name="case_reply"),
    path(f"{CASE}rut/", case_withdraw, name="case_withdraw"),
    path(f"{CASE}phuong-an/", case_proposal, name="case_proposal"),
    path(f"{CASE}bieu-quyet/", case_vote, name="case_vote"),
    path(f"{CASE}ket-luan/", case_rule, name="case_rule"),
    *SESSIONS,
]

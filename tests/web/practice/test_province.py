"""The practice province has the figures of the stories, and nothing of the real world."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.deadlines import deadline_of
from parindex.web.assessment.domain.precedents import warnings
from parindex.web.assessment.domain.sending import obstacles
from parindex.web.assessment.enums import CaseState, DeadlineKind, Exemption, Phase, Stage
from parindex.web.assessment.models import (
    Attachment,
    AutomaticValue,
    Case,
    Explanation,
    Round,
    RoundResult,
    Row,
    Ruling,
    Sheet,
)
from parindex.web.common.audit import verify
from parindex.web.common.formats import plain_name
from parindex.web.common.models import AuditRow
from parindex.web.evidence.models import Document
from parindex.web.org.enums import EventKind, Role, UnitKind
from parindex.web.org.models import Lineage, RoleAssignment, Unit, User
from parindex.web.org.permissions import Action, may
from parindex.web.practice.generator import current, names, trials
from parindex.web.practice.generator.load import Loaded, load_practice
from parindex.web.signin.practice import PRACTICE_PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("practice")]
EVE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
CITY = "tinh-mau.thanh-pho-mau-thanh"
REGISTER = Path(__file__).parents[2] / "register" / "data"
KIND_WORD = re.compile(
    r"^(phuong|xa|thi tran|dac khu|quan|huyen|thi xa|thanh pho)\s+", re.IGNORECASE
)


def units_on(day: date) -> Counter[str]:
    """Return how many units of each kind there are on a day."""
    units = Unit.objects.filter(is_practice=True)
    there = [
        unit.kind
        for unit in units
        if (unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)
    ]
    return Counter(there)


def results(year: int, block: str) -> list[RoundResult]:
    found = RoundResult.objects.filter(sheet__round__year=year, sheet__round_block__key=block)
    return list(found.select_related("sheet__unit").order_by("rank"))


def classes(year: int, block: str) -> Counter[str]:
    return Counter(each.band["vi"] for each in results(year, block))


def mean(values: Iterable[Decimal]) -> Decimal:
    numbers = list(values)
    return sum(numbers) / len(numbers)


def two_places(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def city(year: int) -> RoundResult:
    return RoundResult.objects.get(sheet__round__year=year, sheet__unit__code=CITY)


def decided(sheet: Sheet) -> dict[str, tuple[Row, Ruling]]:
    rulings = Ruling.objects.filter(row__sheet=sheet, stage=Stage.COUNCIL).select_related("row")
    return {ruling.row.component: (ruling.row, ruling) for ruling in rulings}


def test_units_before_and_after_the_first_of_july_2025() -> None:
    assert units_on(EVE) == {
        UnitKind.PROVINCE: 1,
        UnitKind.DEPARTMENT: 19,
        UnitKind.DISTRICT: 8,
        UnitKind.COMMUNE: 118,
        UnitKind.CENTRAL_AGENCY: 5,
    }
    assert units_on(AFTER) == {
        UnitKind.PROVINCE: 1,
        UnitKind.DEPARTMENT: 14,
        UnitKind.COMMUNE: 40,
        UnitKind.CENTRAL_AGENCY: 5,
    }


def test_codes_are_in_the_form_of_the_law_and_each_stands_once() -> None:
    codes = list(Unit.objects.filter(is_practice=True).values_list("agency_code", flat=True))
    assert [code for code in codes if not re.fullmatch(r"H99(\.\d+){0,2}", code)] == []
    assert len(set(codes)) == len(codes)
    numbers = Unit.objects.filter(is_practice=True).exclude(statistics_code="")
    listed = list(numbers.values_list("statistics_code", flat=True))
    assert len(set(listed)) == len(listed) == 1 + 8 + 118 + 39


def test_every_former_unit_has_a_line_that_says_what_became_of_it() -> None:
    ended = Unit.objects.filter(is_practice=True, valid_to=EVE)
    assert ended.filter(became__isnull=True).count() == 0
    begun = Unit.objects.filter(is_practice=True, valid_from=AFTER)
    assert begun.filter(came_from__isnull=True).count() == 0
    kinds = Counter(Lineage.objects.values_list("event__kind", flat=True))
    assert kinds[EventKind.MERGE] == 10
    assert kinds[EventKind.ABOLISH] == 8
    assert kinds[EventKind.RENAME] == 2
    assert "mô phỏng" in Lineage.objects.first().event.document


def test_one_commune_goes_on_one_was_renamed_and_three_were_split() -> None:
    goes_on = Unit.objects.get(is_practice=True, name=f"Xã {names.UNCHANGED}")
    assert (goes_on.valid_to, goes_on.parent.kind) == (None, UnitKind.PROVINCE)
    renamed = Lineage.objects.get(predecessor__name=f"Xã {names.OLD_NAME}")
    assert renamed.successor.name == f"Xã {names.RENAMED}"
    for name in names.SPLIT:
        lines = Lineage.objects.filter(predecessor__name__endswith=name)
        assert [line.is_whole for line in lines] == [False, False]


def test_classes_of_2021_are_2_14_3_of_departments_and_8_fair_districts() -> None:
    assert classes(2021, "department") == {"Xuất sắc": 2, "Tốt": 14, "Khá": 3}
    assert classes(2021, "district") == {"Khá": 8}
    assert [each.rank for each in results(2021, "district")] == list(range(1, 9))


def test_city_falls_from_second_of_eight_to_seventh_at_81_81() -> None:
    assert (city(2021).rank, city(2022).rank) == (2, 7)
    assert city(2022).index == Decimal("81.81")
    assert len(results(2022, "district")) == 8


def test_city_lost_most_in_procedures_civil_service_and_survey() -> None:
    before, after = decided(city(2021).sheet), decided(city(2022).sheet)
    moved: Counter[str] = Counter()
    for key, (row, ruling) in after.items():
        old_row, old = before[key]
        if old.points is None or old_row.max_points != row.max_points:
            continue  # not applicable, or another set: no performance
        field = row.keys[-1] if row.is_declared else "survey"
        moved[field] += ruling.points - old.points
    worst = [field for field, _ in moved.most_common()[:-4:-1]]
    assert set(worst) == {"procedures", "civil_service", "survey"}
    assert all(moved[field] <= -2 for field in worst)


def test_causes_of_the_fall_stand_in_the_facts() -> None:
    facts: dict[str, Any] = {}
    for row in city(2022).sheet.rows.all():
        facts |= row.facts
    assert int(facts["dossiers_finished"]) - int(facts["dossiers_finished_on_time"]) == 139
    assert facts["staff_disciplined"] == "2"
    assert int(facts["civil_servants_in_position"]) < int(facts["civil_servants"])
    assert facts["financial_faults"] == "1"
    assert int(facts["running_costs_saved"]) / int(facts["running_costs"]) == 0.07


def test_what_did_not_apply_and_what_the_set_changed_can_be_told_apart() -> None:
    before, after = decided(city(2021).sheet), decided(city(2022).sheet)
    assert before["service_units_rearranged"][1].points is None
    assert after["service_units_rearranged"][1].points is not None
    changed = {key for key in after if before[key][0].max_points != after[key][0].max_points}
    assert changed == {"signed_documents", "online_payment"}


def test_averages_of_2023_are_those_of_the_story() -> None:
    means = {
        block: mean(each.index for each in results(2023, block))
        for block in ("central_agency", "department", "district")
    }
    assert means == {
        "central_agency": Decimal("87.46"),
        "department": Decimal("73.93"),
        "district": Decimal("64.51"),
    }
    assert mean(means.values()) == Decimal("75.30")
    everybody = [each.index for block in means for each in results(2023, block)]
    assert two_places(mean(everybody)) != Decimal("75.30")


def test_classes_of_2023_are_scaled_from_the_story() -> None:
    assert classes(2023, "central_agency") == {"Tốt": 4, "Khá": 1}
    assert classes(2023, "department") == {"Tốt": 3, "Khá": 12, "Trung bình": 4}
    assert classes(2023, "district") == {"Khá": 4, "Trung bình": 4}


def test_departments_of_2024_claim_96_and_get_84() -> None:
    found = results(2024, "department")
    assert mean(each.index for each in found) == Decimal("84.00")
    shares = []
    for each in found:
        rows = each.sheet.rows.filter(is_declared=True)
        base = [row for row in rows if row.keys[-1] not in {"bonus", "penalty"}]
        claimed = sum(row.self_points for row in base)
        shares.append(100 * claimed / sum(row.max_points for row in base))
    assert mean(shares).quantize(Decimal(1), ROUND_HALF_UP) == 96
    assert "không công bố" in found[0].sheet.round.title


def test_round_of_2025_has_communes_and_one_is_below_55() -> None:
    assert {
        key: len(results(2025, key)) for key in ("department", "commune", "central_agency")
    } == {
        "department": 14,
        "commune": 40,
        "central_agency": 5,
    }
    low = [each for each in results(2025, "commune") if each.index < 55]
    assert [each.sheet.unit.name for each in low] == ["Xã Bản Nháp"]
    assert low[0].rank == 40


def test_every_unit_of_a_closed_round_has_a_total_and_a_rank() -> None:
    closed = RoundResult.objects.filter(sheet__round__phase=Phase.CLOSED)
    assert closed.count() == 4 * (19 + 8 + 5) + 14 + 40 + 5
    assert closed.filter(rank__isnull=True).count() == 0
    assert Sheet.objects.filter(round__phase=Phase.CLOSED, result__isnull=True).count() == 0


def test_council_left_a_component_out_for_two_units() -> None:
    granted = Row.objects.filter(exemption=Exemption.GRANTED)
    assert {(row.sheet.round.year, row.component) for row in granted} == {
        (2022, "postal_dossiers"),
        (2025, "rotation_done"),
    }
    for row in granted:
        assert row.sheet.result.max_applicable < 100
        assert row.cases.get().is_upheld


def test_ledger_of_every_row_adds_up_to_its_maximum() -> None:
    rows = Row.objects.filter(sheet__round__is_practice=True).prefetch_related("ledger")
    wrong = [
        row.pk for row in rows if sum(each.points for each in row.ledger.all()) != row.max_points
    ]
    assert wrong == []
    assert rows.count() > 14_000


def test_appraisals_have_reasons_and_were_opened_first() -> None:
    first = Ruling.objects.filter(stage=Stage.APPRAISAL_1)
    assert first.filter(reason_code="").count() == 0
    lowered = first.exclude(reason_code="agreed")
    assert lowered.count() > 1000
    assert lowered.filter(reason="").count() == 0
    assert first.filter(row__openings__isnull=True).count() == 0
    assert Explanation.objects.count() > 300


def test_audit_chain_is_whole() -> None:
    assert AuditRow.objects.filter(verb="practice.round_loaded").count() == 9
    assert verify() == ()


def counted() -> dict[str, int]:
    models = (Unit, User, RoleAssignment, Round, Sheet, Row, Ruling, Case, Document, AuditRow)
    return {model.__name__: model.objects.count() for model in models}


def test_second_run_changes_nothing_and_says_so(settings: LazySettings) -> None:
    before, settings.PRACTICE = counted(), True
    assert load_practice() == Loaded(is_new=False)
    said = StringIO()
    call_command("load_practice", stdout=said)
    assert said.getvalue() == "Tỉnh Mẫu: unchanged\n"
    assert counted() == before


def test_command_refuses_a_site_that_is_not_for_practice(settings: LazySettings) -> None:
    settings.PRACTICE = False
    with pytest.raises(CommandError, match="PARINDEX_PRACTICE=1"):
        call_command("load_practice")


def test_everything_is_marked_as_practice(practice: Loaded) -> None:
    assert len(practice.lines) == 9
    assert all("mô phỏng" in line for line in practice.lines)
    assert Round.objects.filter(is_practice=False).count() == 0
    sheets = Sheet.objects.filter(unit__is_practice=False)
    assert sheets.count() == 0
    roles = RoleAssignment.objects.filter(unit__is_practice=True)
    assert roles.filter(user__is_practice=False).count() == 0
    sources = set(AutomaticValue.objects.values_list("source", flat=True))
    assert sources
    assert all("mô phỏng" in source for source in sources)


def real_names() -> set[str]:
    """Return real names of the sample of the register, without marks and kind."""
    columns = re.compile("name")
    found = set()
    for file in REGISTER.glob("*.csv"):
        with file.open(encoding="utf-8") as stream:
            for line in csv.DictReader(stream):
                found |= {plain_name(value) for key, value in line.items() if columns.search(key)}
    return {KIND_WORD.sub("", name) for name in found}


def test_no_invented_place_bears_a_real_name() -> None:
    real = real_names()
    assert len(real) > 300
    invented = {plain_name(name) for name in names.all_invented_places()}
    assert len(invented) > 200
    assert invented & real == set()
    places = Unit.objects.filter(
        is_practice=True, kind__in=[UnitKind.COMMUNE, UnitKind.DISTRICT]
    ).values_list("plain_name", flat=True)
    assert {KIND_WORD.sub("", name) for name in places} <= invented


def test_people_are_nobody_and_hold_all_roles() -> None:
    people = User.objects.filter(is_practice=True)
    assert all(each.name.endswith(names.GIVEN) for each in people)
    assert all(each.email == f"{each.username}@example.test" for each in people)
    assert len({each.name for each in people}) == len(people)
    held = RoleAssignment.objects.filter(user__is_practice=True, valid_to__isnull=True)
    assert set(held.values_list("role", flat=True)) == set(Role.values)


def test_every_unit_of_today_has_an_officer_and_a_head_who_sign_in() -> None:
    units = Unit.objects.filter(is_practice=True, valid_to__isnull=True)
    for unit in units.exclude(kind=UnitKind.PROVINCE):
        for role in (Role.UNIT_OFFICER, Role.UNIT_HEAD):
            held = unit.roles.get(role=role, valid_to__isnull=True)
            assert held.user.is_active
    assert User.objects.get(username="canbo.noivu").check_password(PRACTICE_PASSWORD)


def open_round() -> Round:
    return Round.objects.get(title=current.TITLE)


def test_open_round_of_this_year_can_be_worked_in() -> None:
    round_ = open_round()
    assert round_.phase == Phase.SELF_SCORE
    now = timezone.now()
    assert all(deadline_of(round_, kind) > now for kind in DeadlineKind)
    states = Counter(round_.sheets.values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "sent"}
    assert Counter(round_.sheets.values_list("round_block__key", flat=True)) == {
        "department": 14,
        "commune": 40,
        "central_agency": 5,
    }
    officer = User.objects.get(username="canbo.noivu")
    sheet = round_.sheets.get(unit__code="tinh-mau.noi-vu-2025")
    assert access_sheet(sheet.pk, user=officer) == sheet
    assert may(officer, Action.EDIT_ROW, unit=sheet.unit)


def test_some_sheets_are_untouched_and_some_differ_from_the_systems() -> None:
    sheets = list(open_round().sheets.prefetch_related("rows"))
    untouched = [each for each in sheets if not any(row.facts for row in each.rows.all())]
    assert len(untouched) >= 5
    stopped = [each for each in sheets if obstacles(each)]
    assert len(stopped) >= 10
    assert {each.state for each in stopped} == {"draft"}
    explained = Row.objects.filter(sheet__round=open_round()).exclude(difference_note="")
    assert explained.count() >= 10


def test_evidence_has_the_cases_that_appraisers_must_see() -> None:
    attached = Attachment.objects.filter(row__sheet__round=open_round())
    shared = attached.filter(row__component="initiatives").select_related("document__current")
    assert len({each.document.unit_id for each in shared}) == 2
    assert len({each.document.current.content_id for each in shared}) == 1
    late = Document.objects.filter(effective_on__year=2027)
    assert late.get().unit.code == "tinh-mau.noi-vu-2025"
    assert late.get().current.content.media_type == "application/pdf"


def test_shared_unit_has_sections_and_gaps_before_the_inspection() -> None:
    sheet = open_round().sheets.get(unit__code="tinh-mau.noi-vu-2025")
    sections = sheet.unit.roles.filter(role=Role.SECTION_CONTRIBUTOR, valid_to__isnull=True)
    assert sections.count() == 4
    filled = [row for row in sheet.rows.filter(is_declared=True) if row.facts]
    bare = [row for row in filled if not row.attachments.exists()]
    assert 0 < len(filled) - len(bare) < len(bare)
    saved = AuditRow.objects.filter(verb="row.saved", unit_id=sheet.unit_id)
    assert saved.count() == 3


def test_trial_rounds_stand_in_three_other_phases() -> None:
    phases = {
        title: Round.objects.get(title=title).phase
        for title in (trials.HALF_YEAR, trials.NINE_MONTHS, trials.QUARTER)
    }
    assert phases == {
        trials.HALF_YEAR: Phase.APPRAISAL_1,
        trials.NINE_MONTHS: Phase.EXPLANATION,
        trials.QUARTER: Phase.COUNCIL,
    }
    for title, phase in phases.items():
        round_ = Round.objects.get(title=title)
        assert set(round_.sheets.values_list("state", flat=True)) == {"sent"}
        assert deadline_of(round_, DeadlineKind(phase)) > timezone.now()


def test_explanation_trial_has_answers_and_rows_that_wait() -> None:
    rows = Row.objects.filter(sheet__round__title=trials.NINE_MONTHS)
    waiting = rows.filter(needs_explanation=True)
    assert waiting.filter(explanations__isnull=True).count() > 10
    assert waiting.filter(explanations__isnull=False).count() > 5


def test_council_has_disputes_requests_votes_and_unequal_precedents() -> None:
    cases = Case.objects.filter(row__sheet__round__title=trials.QUARTER)
    open_cases = cases.filter(state=CaseState.OPEN)
    assert Counter(open_cases.values_list("kind", flat=True)) == {"dispute": 3, "exemption": 2}
    ruled = cases.filter(state=CaseState.RULED)
    assert sorted(case.is_upheld for case in ruled) == [False, True]
    assert len(set(ruled.values_list("row__component", flat=True))) == 1
    voted = open_cases.get(votes__isnull=False, votes__choice="against")
    assert (voted.votes.count(), voted.replies.count()) == (3, 1)
    assert len(warnings(voted)) == 1

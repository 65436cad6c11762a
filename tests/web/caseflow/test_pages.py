"""Pages of dossiers: every count leads to its files, nobody sees another unit's."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.caseload.counting.statistic import discover
from parindex.web.assessment.models import AutomaticValue
from parindex.web.caseflow.domain.automatic import fill_rounds
from parindex.web.caseflow.domain.overview import bridge
from parindex.web.caseflow.domain.points import cost_of_one_more, facts_of_pairs
from parindex.web.caseflow.domain.refresh import refresh_dossiers
from parindex.web.caseflow.models import UnitPeriod
from parindex.web.caseflow.queries.facts import facts_of_unit
from parindex.web.caseflow.queries.lists import NOT_LISTED, file_list
from parindex.web.caseflow.scopes import View, newest_refresh, view_of
from parindex.web.common.models import AuditRow
from tests.web.caseflow.dossiers import CODES, LATE_OPEN, NOVEMBER, OCTOBER, OTHER
from tests.web.desk.attack import signed_in
from tests.web.story import NOW, Story


def address(name: str, *args: Any, **query: str) -> str:
    """Return an address with what stands behind the question mark."""
    behind = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(name, args=args)}?{behind}"


def view(period: str) -> View:
    """Return a period as it was counted."""
    found = newest_refresh()
    assert found is not None
    return view_of(found, period)


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER])
def test_each_count_of_the_page_is_the_length_of_its_list(counted: Story, period: str) -> None:
    """The whole table of statistics against the lists, fact by fact."""
    facts = facts_of_unit(CODES[0], period)
    listable = {
        name: each
        for name, each in discover().items()
        if each.over == "dossiers" and each.group != "bridge" and name not in NOT_LISTED
    }
    known = [name for name in listable if name in facts]
    assert len(known) > 30
    for name in known:
        assert file_list(view(period), CODES[0], name).total == facts[name][0], name


def test_files_that_lost_a_component_are_its_whole_without_its_part(counted: Story) -> None:
    on_time = facts_of_unit(CODES[0], OCTOBER)["dossiers_on_time"]
    lost = file_list(view(OCTOBER), CODES[0], "", "2.1")
    assert lost.total == on_time[1] - on_time[0] == 6


def test_bridge_goes_from_one_share_to_the_other_without_a_gap(counted: Story) -> None:
    for period in (OCTOBER, NOVEMBER):
        first, *between, last = bridge(facts_of_unit(CODES[0], period))
        assert first.on_time + sum(step.on_time for step in between) == last.on_time
        assert first.whole + sum(step.whole for step in between) == last.whole
        assert len(between) >= 2


def test_form_06_on_the_page_keeps_its_identities(counted: Story) -> None:
    facts = {name: pair[0] for name, pair in facts_of_unit(CODES[0], OCTOBER).items()}
    parts = ("local_online", "local_direct_and_postal", "local_carried_over")
    assert facts["local_in_hand"] == sum(facts[name] for name in parts)
    ends = ("local_finished_early", "local_finished_on_time", "local_finished_overdue")
    assert facts["local_finished"] == sum(facts[name] for name in ends)
    assert facts["local_in_hand"] == facts["local_finished"] + facts["local_in_process"]


def test_officer_goes_straight_to_the_own_unit_and_reads_it(counted: Story) -> None:
    client = signed_in(counted.officer)
    answer = client.get(address("dossiers", ky=OCTOBER), follow=True)
    assert answer.redirect_chain[0][0] == reverse("dossiers_unit", args=[counted.units[0].pk])
    text = client.get(address("dossiers_unit", counted.units[0].pk, ky=OCTOBER)).text
    assert "tháng 10/2026" in text
    assert "Bộ chỉ số 766" in text
    assert "chưa có" in text  # petitions have no source here: missing, not 0


def test_manager_sees_all_units_and_their_sum(counted: Story) -> None:
    text = signed_in(counted.manager).get(address("dossiers", ky=OCTOBER)).text
    assert counted.units[0].name in text
    assert counted.units[1].name in text
    assert text.index(counted.units[0].name) < text.index(counted.units[1].name)  # more overdue


@pytest.mark.parametrize("who", ["stranger", "nobody", "surveyor", "administrator"])
def test_others_find_neither_the_unit_nor_its_files(counted: Story, who: str) -> None:
    client, unit = signed_in(counted.people[who]), counted.units[0].pk
    for name, args in (
        ("dossiers_unit", [unit]),
        ("dossiers_list", [unit]),
        ("dossiers_list_csv", [unit]),
        ("dossier", [LATE_OPEN]),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 404, name
        assert LATE_OPEN not in answer.text


def test_stranger_reads_the_own_unit_s_file(counted: Story) -> None:
    assert signed_in(counted.stranger).get(reverse("dossier", args=[OTHER])).status_code == 200


def test_dossier_shows_both_judgements_step_by_step(counted: Story) -> None:
    text = signed_in(counted.officer).get(reverse("dossier", args=[LATE_OPEN])).text
    assert text.count('<span class="minus">đang giải quyết, quá hạn</span>') == 2
    assert "Quyết định 766" in text
    assert "Chứng thực bản sao từ bản chính giấy tờ" in text


def test_long_form_of_a_code_leads_to_the_same_dossier(counted: Story) -> None:
    long = LATE_OPEN.replace("H44.07", "000.00.07.H44")
    answer = signed_in(counted.officer).get(reverse("dossier", args=[long]))
    assert answer.status_code == 200
    assert LATE_OPEN in answer.text


def test_list_names_days_overdue_and_downloads_whole(counted: Story) -> None:
    client, unit = signed_in(counted.head), counted.units[0].pk
    text = client.get(address("dossiers_list", unit, loc="dossiers_overdue", ky=NOVEMBER)).text
    assert "quá hạn 4 ngày" in text  # due on the 18th, counted on the 22nd
    csv = client.get(address("dossiers_list_csv", unit, loc="dossiers_overdue", ky=NOVEMBER))
    lines = b"".join(csv.streaming_content).decode().splitlines()
    total = file_list(view(NOVEMBER), CODES[0], "dossiers_overdue").total
    assert len(lines) == total + 1


@pytest.mark.parametrize("query", ["loc=nothing", "mat=9.9", "loc=processing_minutes", "mat=1.1"])
def test_list_that_is_no_list_is_not_found(counted: Story, query: str) -> None:
    client = signed_in(counted.officer)
    for name in ("dossiers_list", "dossiers_list_csv"):
        at = f"{reverse(name, args=[counted.units[0].pk])}?{query}"
        assert client.get(at).status_code == 404


def test_wrong_period_shows_the_month_of_the_count(counted: Story) -> None:
    text = (
        signed_in(counted.officer).get(address("dossiers_unit", counted.units[0].pk, ky="x")).text
    )
    assert "tháng 11/2026" in text


def test_before_the_first_count_the_page_says_what_to_do(bare: Story) -> None:
    for who in (bare.officer, bare.manager):
        text = signed_in(who).get(reverse("dossiers"), follow=True).text
        assert "refresh_dossiers" in text


def test_board_costs_the_same_queries_for_one_unit_and_for_three(counted: Story) -> None:
    client = signed_in(counted.manager)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address("dossiers", ky=OCTOBER)).status_code == 200
        counts.append(len(seen))
        UnitPeriod.objects.filter(unit_code=CODES[1]).delete()
    assert counts[0] == counts[1] <= 12


def test_refresh_names_what_it_counted_and_leaves_an_audit_row(counted: Story) -> None:
    refresh = newest_refresh()
    assert refresh is not None
    assert refresh.versions["dossiers"] == refresh.dossiers_version
    assert refresh.judged_at == NOW
    assert refresh.is_simulated  # October comes from the simulator, and says so


def test_refresh_again_without_a_change_gives_the_same_figures(
    counted: Story, settings: Any, lake_root: Any, tmp_path: Any
) -> None:
    settings.LAKE_ROOT = str(tmp_path / "copy")
    shutil.copytree(lake_root, settings.LAKE_ROOT)
    before = {(each.unit_code, each.period): each.facts for each in UnitPeriod.objects.all()}
    again = refresh_dossiers(now=NOW, user=counted.manager)
    after = {(each.unit_code, each.period): each.facts for each in UnitPeriod.objects.all()}
    assert after == before
    assert AuditRow.objects.filter(verb="dossiers.refreshed", subject_id=again.pk).exists()


def test_open_rounds_take_the_counts_as_automatic_values(counted: Story, settings: Any) -> None:
    refresh = newest_refresh()
    assert refresh is not None
    assert fill_rounds(refresh) > 0
    facts = facts_of_unit(CODES[0], "2026")
    found = {
        each.fact: int(each.value) for each in AutomaticValue.objects.filter(sheet=counted.sheet(0))
    }
    assert found["dossiers_finished"] == facts["local_finished"][0]
    assert found["dossiers_finished_on_time"] == facts["local_on_time"][0]
    assert found["dossiers_filed"] == facts["dossiers_online"][1]
    assert found["late_dossiers_with_apology"] == 0
    assert not AutomaticValue.objects.filter(sheet=counted.sheet(2)).exists()  # no dossiers at all


def test_one_more_overdue_file_costs_what_the_rulebook_says(counted: Story) -> None:
    facts = facts_of_pairs(facts_of_unit(CODES[0], OCTOBER))
    cost = cost_of_one_more(facts, "department")
    in_hand = facts["dossiers_in_hand"]
    slope = Decimal(6) * 10 / 9
    well = facts["dossiers_received_well"]
    whole = facts["dossiers_received"]
    points = [min(Decimal(6), slope * part / whole) for part in (well, well - 1)]
    assert cost is not None
    assert abs(cost - (Decimal(20) / in_hand + points[0] - points[1])) < Decimal("0.000001")

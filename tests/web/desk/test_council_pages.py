"""Pages of the council: cases, votes, sessions, minutes."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.web.assessment.domain.council import rule_case
from parindex.web.assessment.enums import CaseKind, Phase, Stage
from parindex.web.assessment.models import Case, CouncilSession, Row, Ruling, Vote
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.assessment.process import disputed, judge, meeting, sent, vote, written_round
from tests.web.story import NOW, Story, give_role, make_story


def browser(user: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def case_address(case: Case, name: str = "case") -> str:
    """Return an address of a case."""
    return reverse(name, args=[case.pk])


def ruled(story: Story, case: Case) -> Case:
    """Let two members vote for a case in a meeting, and the chair rule."""
    meeting(story, case)
    vote(story, case, chair="for", member="for")
    version = Case.objects.get(pk=case.pk).version
    return rule_case(case_id=case.pk, version=version, reason="Đủ căn cứ", user=story.chair)


# lists and rights


def test_council_sees_cases_with_their_clock(story: Story) -> None:
    case = disputed(story)
    page = browser(story.member).get(reverse("council")).text
    assert case_address(case) in page
    assert "còn 3 ngày trao đổi" in page
    assert "Mở phiên họp" not in page
    assert "Mở phiên họp" in browser(story.secretary).get(reverse("council")).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("officer", 200), ("head", 200), ("appraiser", 200), ("narrow_appraiser", 200)),
        *(("secretary", 200), ("chair", 200), ("member", 200), ("auditor", 200)),
        *(("stranger", 404), ("other_head", 404), ("viewer", 404), ("section", 404)),
        *(("leader", 404), ("surveyor", 404), ("nobody", 404)),
    ],
)
def test_case_is_for_its_parties_and_the_council(story: Story, who: str, status: int) -> None:
    case = disputed(story)
    assert browser(story.people[who]).get(case_address(case)).status_code == status


def test_appraiser_of_other_components_sees_no_case_of_this_one(story: Story) -> None:
    case = disputed(story)
    other = User.objects.create_user("other_appraiser", name="Người tiêu chí khác")
    give_role(other, Role.APPRAISER, story.province, ["reports_in_time"])
    client = browser(other)
    assert client.get(case_address(case)).status_code == 404
    assert case_address(case) not in client.get(reverse("council")).text


@pytest.mark.parametrize("who", ["officer", "stranger", "leader", "nobody"])
def test_others_find_no_council(story: Story, who: str) -> None:
    disputed(story)
    answer = browser(story.people[who]).get(reverse("council"))
    assert answer.status_code == 404 or "Sở Mẫu" not in answer.text.split("<main")[1]


# a case


def test_case_shows_both_arguments_and_the_scores(story: Story) -> None:
    page = browser(story.member).get(case_address(disputed(story))).text
    assert "Đã có văn bản" in page
    assert "Không có văn bản" in page
    table = page.split("sidebyside")[1].split("</table>")[0]
    assert re.findall(r'<td class="n">(?:<span[^>]*>)?([^<\s]+)', table) == [
        *("0,25", "0", "–", "0,25", "0,25", "–")
    ]


def test_parties_write_to_the_case(story: Story) -> None:
    case = disputed(story)
    browser(story.appraiser).post(case_address(case, "case_reply"), {"text": "Ban hành muộn"})
    page = browser(story.officer).get(case_address(case)).text
    assert "Ban hành muộn" in page
    refused = browser(story.officer).post(case_address(case, "case_reply"), {"text": ""})
    assert (refused.status_code, "Chưa ghi ý kiến" in refused.content.decode()) == (422, True)


def test_members_vote_and_the_chair_rules(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    chair = browser(story.chair)
    assert (
        "Chưa có phiếu"
        in chair.post(
            case_address(case, "case_rule"), {"version": "1", "reason": "Đủ căn cứ"}
        ).content.decode()
    )
    chair.post(case_address(case, "case_vote"), {"choice": "for"})
    browser(story.member).post(case_address(case, "case_vote"), {"choice": "for"})
    page = chair.get(case_address(case)).text
    assert "Tham gia 3 trên 3" in page
    assert "Tán thành 2, không tán thành 0, ý kiến khác 0" in page
    answer = chair.post(
        case_address(case, "case_rule"), {"version": "1", "reason": "Đủ căn cứ"}, follow=True
    )
    assert "Điểm kết luận 0,25" in answer.content.decode()


def test_refused_ruling_stays_typed(story: Story) -> None:
    case = disputed(story)
    meeting(story, case, present="chair")
    vote(story, case, chair="for")
    said = {"version": "1", "reason": "Lý do đã ghi"}
    answer = browser(story.chair).post(case_address(case, "case_rule"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 trên 3" in page
    assert "Lý do đã ghi</textarea>" in page


def test_member_with_a_role_in_the_unit_has_no_ballot(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    give_role(story.member, Role.VIEWER, story.units[0])
    client = browser(story.member)
    assert "Phiếu biểu quyết của tôi" not in client.get(case_address(case)).text
    answer = client.post(case_address(case, "case_vote"), {"choice": "for"})
    assert answer.status_code == 404
    assert not Vote.objects.exists()


def test_votes_by_name_are_for_the_council_only(story: Story) -> None:
    case = disputed(story)
    meeting(story, case)
    vote(story, case, member="against")
    said = "Người member: Không tán thành"
    assert said in browser(story.chair).get(case_address(case)).text
    for name in ("officer", "appraiser"):
        page = browser(story.people[name]).get(case_address(case)).text
        assert "Người member" not in page
        assert "Tham gia" not in page


def test_unequal_ruling_is_warned_of_on_the_page(story: Story) -> None:
    sent(story, 0, 1)
    for unit in (0, 1):
        judge(story, "0", "no_evidence", "Không có văn bản", unit=unit)
    first, second = disputed(story, 0), disputed(story, 1)
    meeting(story, first)
    vote(story, first, chair="against", member="against")
    rule_case(case_id=first.pk, version=1, reason="Không đủ", user=story.chair)
    page = browser(story.member).get(case_address(second)).text
    assert "Nội dung này đã được kết luận khác đối với Sở Mẫu 1" in page
    assert "Đã kết luận về cùng nội dung (1)" in page


def test_unit_reads_nothing_of_other_units_rulings(story: Story) -> None:
    sent(story, 0, 1)
    for unit in (0, 1):
        judge(story, "0", "no_evidence", "Không có văn bản", unit=unit)
    first, second = disputed(story, 0), disputed(story, 1)
    ruled(story, first)
    page = browser(story.stranger).get(case_address(second)).text
    assert "Sở Mẫu 1" not in page
    assert "Đủ căn cứ" not in page


# sessions and minutes


def test_secretary_opens_notes_and_closes_a_session(story: Story) -> None:
    case = disputed(story)
    client = browser(story.secretary)
    page = client.get(reverse("session_new", args=[story.round.pk])).text
    assert "Người second_member" in page
    said = {"how": "meeting", "place": "Phòng 1", "present": [story.chair.pk], "case": [case.pk]}
    client.post(reverse("session_new", args=[story.round.pk]), said)
    session = CouncilSession.objects.get()
    present = [story.chair.pk, story.member.pk]
    client.post(reverse("session_presence", args=[session.pk]), {"present": present})
    page = client.get(reverse("session", args=[session.pk])).text
    assert "Có mặt 2 trên 3 thành viên" in page
    client.post(reverse("session_close", args=[session.pk]), {"remarks": "Không có"})
    session.refresh_from_db()
    assert (session.closed_at, session.remarks) == (NOW, "Không có")
    assert set(session.present) == set(present)


@pytest.mark.parametrize("who", ["officer", "appraiser", "stranger", "surveyor", "nobody"])
def test_sessions_and_minutes_are_for_the_council(story: Story, who: str) -> None:
    session = meeting(story, disputed(story))
    client = browser(story.people[who])
    for name in ("session", "session_minutes"):
        assert client.get(reverse(name, args=[session.pk])).status_code == 404
    assert client.get(reverse("session_new", args=[story.round.pk])).status_code == 404


def test_minutes_say_who_was_there_and_what_was_ruled(story: Story) -> None:
    case = disputed(story)
    meeting(story, case, present="chair member")
    vote(story, case, chair="for", member="for")
    rule_case(case_id=case.pk, version=1, reason="Đủ căn cứ", user=story.chair)
    session = CouncilSession.objects.get()
    page = browser(story.secretary).get(reverse("session_minutes", args=[session.pk])).text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<article")[1]))
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Số: /BB-HĐTĐ",
        "BIÊN BẢN",
        "Thời gian bắt đầu: 09 giờ 00 phút ngày 22 tháng 11 năm 2026.",
        "Địa điểm: Phòng họp số 1.",
        "Thành viên có mặt: 2 trên 3.",
        "Vắng mặt: Người second_member.",
        "Chủ trì: Người chair, Chủ tịch Hội đồng. Thư ký: Người secretary.",
        "1. Sở Mẫu 1: 1.1",
        "Điểm tối đa 0,5; đơn vị tự chấm 0,25; thẩm định 0; đơn vị đề nghị 0,25.",
        "Tham gia biểu quyết 2 trên 3 thành viên có quyền (trên 50%).",
        "Tán thành 2, không tán thành 0, ý kiến khác 0.",
        "Kết luận: chấp nhận kiến nghị; điểm 0,25. Đủ căn cứ",
        "Phiên chưa kết thúc; đây là bản dự thảo.",
    ):
        assert said in text


def test_minutes_of_written_consent_name_who_answered(story: Story) -> None:
    case = disputed(story)
    session = written_round(story, case)
    vote(story, case, chair="for")
    page = browser(story.secretary).get(reverse("session_minutes", args=[session.pk])).text
    assert "Gửi lấy ý kiến 3 thành viên; 1 thành viên có ý kiến bằng văn bản: Người chair." in page
    assert "Chưa kết luận; chuyển phiên sau." in page


@pytest.mark.parametrize("place", ["list", "minutes"])
def test_lists_take_as_many_queries_for_3_cases_as_for_30(
    db: None, clock: time_machine.Traveller, place: str
) -> None:
    story = make_story(units=30)
    story.round.phase = Phase.COUNCIL
    story.round.save()
    session = meeting(story)
    rows = list(Row.objects.filter(component="plan_issued").order_by("pk"))
    Ruling.objects.bulk_create(
        Ruling(
            row=row,
            stage=Stage.APPRAISAL_1,
            status="scored",
            points=0,
            reason_code="no_evidence",
            by=story.appraiser,
            at=NOW,
        )
        for row in rows
    )

    def raise_for(some: list[Row]) -> None:
        Case.objects.bulk_create(
            Case(
                row=row,
                kind=CaseKind.DISPUTE,
                claim="Đã có văn bản",
                claimed_points=row.max_points,
                raised_by=story.officer,
                raised_at=NOW,
                answer_by=NOW,
                session=session,
            )
            for row in some
        )

    client = browser(story.secretary)
    minutes = reverse("session_minutes", args=[session.pk])
    address = reverse("council") if place == "list" else minutes
    counts = []
    for some in (rows[:3], rows[3:]):
        raise_for(some)
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] < 30

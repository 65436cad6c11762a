"""Official papers are in Vietnamese, whatever language the reader has chosen."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from parindex.web.assessment.models import CouncilSession
from tests.web.desk.attack import signed_in
from tests.web.story import Story


def paper(story: Story, who: str, name: str, key: int) -> str:
    """Return the text of a paper as a reader of English opens it."""
    with override("en"):
        page = signed_in(story.people[who]).get(reverse(name, args=[key])).text
    assert '<html lang="en"' in page
    said = page.split('<article class="paper" lang="vi">')[1].split("</article>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said))


@pytest.mark.parametrize(
    "words", ["Thực hiện Bộ mẫu", "0,25", "Nhũng nhiễu, gây phiền hà", "(chưa kê khai)", "ĐTXHH"]
)
def test_self_assessment_report_is_in_vietnamese_for_a_reader_of_english(
    lived: Story, words: str
) -> None:
    assert words in paper(lived, "head", "sheet_report", lived.sheet().pk)


def test_minutes_are_in_vietnamese_for_a_reader_of_english(lived: Story) -> None:
    said = paper(lived, "secretary", "session_minutes", CouncilSession.objects.get().pk)
    assert "Điểm tối đa 0,5; đơn vị tự chấm 0,25" in said
    assert "Người chair, Chủ tịch Hội đồng" in said

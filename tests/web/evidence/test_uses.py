"""Where a document is used, who sees it through a row, and uploads matched to rows by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from parindex.errors import NotEntitledError
from parindex.web.assessment.domain.sheets import attach, take_off
from parindex.web.assessment.queries.evidence import uses_of, way_to
from parindex.web.evidence import domain
from parindex.web.evidence.models import Document
from parindex.web.evidence.queries import DateWarning
from tests.web.evidence.files import pdf, upload
from tests.web.story import NOW, Story, make_story


@pytest.fixture
def story(db: None) -> Iterator[Story]:
    with time_machine.travel(NOW, tick=False):
        yield make_story()


def add(story: Story, **said: object) -> Document:
    return domain.add_document(
        unit_id=story.units[0].pk,
        metadata=domain.Metadata(**{"title": "Kế hoạch", **said}),
        user=story.officer,
        file=upload("ke-hoach.pdf", pdf()),
    )


def test_an_appraiser_opens_by_address_what_is_attached_to_assigned_rows(
    story: Story, client: Client
) -> None:
    document = add(story)
    client.force_login(story.narrow_appraiser)
    address = f"/minh-chung/tep/{document.current_id}/"
    assert client.get(address).status_code == 404
    attached = attach(row_id=story.row().pk, document=document, user=story.officer)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == pdf()
    take_off(attachment_id=attached.pk, user=story.officer)
    assert client.get(address).status_code == 404


def test_an_attached_document_opens_to_no_stranger(story: Story, client: Client) -> None:
    document = add(story)
    attach(row_id=story.row().pk, document=document, user=story.officer)
    for name in ("stranger", "other_head", "nobody", "surveyor"):
        client.force_login(story.people[name])
        assert client.get(f"/minh-chung/{document.pk}/").status_code == 404, name
        assert client.get(f"/minh-chung/tep/{document.current_id}/").status_code == 404, name
        keys, _ = way_to(document.pk, story.people[name])
        with pytest.raises(NotEntitledError):
            domain.open_for(document_id=document.pk, user=story.people[name], keys=keys)


def test_the_page_names_the_rows_and_warns_of_dates_after_the_year(
    story: Story, client: Client
) -> None:
    document = add(story, issued_on=date(2026, 12, 30), effective_on=date(2027, 1, 1))
    attach(row_id=story.row().pk, document=document, user=story.officer)
    (use,) = uses_of(document)
    assert (use.code, use.year) == (story.row().code, 2026)
    assert use.warnings == (DateWarning.EFFECTIVE_AFTER_YEAR,)
    client.force_login(story.officer)
    text = client.get(f"/minh-chung/{document.pk}/").content.decode()
    assert "<h3>Kỳ đánh giá năm 2026</h3>" in text
    assert f"{use.code}. {use.name}" in text
    assert "có hiệu lực sau năm chấm điểm" in text


def uploaded(story: Story, client: Client, *names: str) -> str:
    """Let the signed-in person upload files and return the page that follows."""
    files = [upload(name) for name in names]
    address = f"/minh-chung/don-vi/{story.units[0].pk}/them/"
    return client.post(address, {"files": files}).content.decode()


def test_uploads_are_matched_to_rows_by_name_and_attached_at_once(
    story: Story, client: Client
) -> None:
    client.force_login(story.officer)
    row = story.row()
    text = uploaded(story, client, f"{row.code}_ke-hoach.pdf", "khong-ro.pdf")
    assert f'<option value="{row.pk}" selected>' in text
    assert text.count(" selected>") == 1
    named = Document.objects.get(title=f"{row.code} ke-hoach")
    unclear = Document.objects.get(title="khong-ro")
    answer = client.post(
        f"/minh-chung/don-vi/{story.units[0].pk}/dinh-kem/",
        {f"document-{named.pk}": row.pk, f"document-{unclear.pk}": ""},
        follow=True,
    )
    assert "Đã đính kèm 1 văn bản" in answer.content.decode()
    assert [use.row_id for use in uses_of(named)] == [row.pk]
    assert uses_of(unclear) == ()


def test_a_contributor_is_offered_assigned_rows_only(story: Story, client: Client) -> None:
    client.force_login(story.section)
    text = uploaded(story, client, "a.pdf", "b.pdf")
    own = story.row()
    assert f'<option value="{own.pk}">' in text
    others = own.sheet.rows.filter(is_active=True).exclude(keys__icontains="annual_plan")
    assert others.exists()
    for row in others:
        assert f'<option value="{row.pk}">' not in text


def test_after_the_deadline_no_row_is_offered_and_none_is_taken(
    story: Story, client: Client
) -> None:
    document = add(story)
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        client.force_login(story.officer)
        assert "<option" not in uploaded(story, client, "a.pdf", "b.pdf")
        answer = client.post(
            f"/minh-chung/don-vi/{story.units[0].pk}/dinh-kem/",
            {f"document-{document.pk}": story.row().pk},
        )
    assert answer.status_code == 423
    assert uses_of(document) == ()


def test_rows_and_documents_of_another_unit_cannot_be_attached(
    story: Story, client: Client
) -> None:
    document, foreign = add(story), story.row(unit=1)
    client.force_login(story.officer)
    address = f"/minh-chung/don-vi/{story.units[0].pk}/dinh-kem/"
    assert client.post(address, {f"document-{document.pk}": foreign.pk}).status_code == 404
    client.force_login(story.stranger)
    assert client.post(address, {f"document-{document.pk}": story.row().pk}).status_code == 404
    other = f"/minh-chung/don-vi/{story.units[1].pk}/dinh-kem/"
    assert client.post(other, {f"document-{document.pk}": foreign.pk}).status_code == 404
    assert uses_of(document) == ()

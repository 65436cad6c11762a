"""Bytes go to those entitled; for everybody else the document does not exist."""

from __future__ import annotations

import pytest

from parindex.errors import NotEntitledError
from parindex.web.evidence import access, domain, queries
from tests.web.evidence.conftest import Bank, make_person
from tests.web.evidence.files import pdf, upload

SEES_ALL = ["officer", "head", "section", "appraiser", "secretary", "auditor"]
SEES_NOTHING = ["stranger", "viewer", "leader", "nobody"]


@pytest.mark.parametrize("name", SEES_ALL)
def test_entitled_people_open_the_file(bank: Bank, name: str) -> None:
    document = bank.add(content=pdf())
    opened = domain.open_for(document_id=document.pk, user=bank.people[name])
    with opened.stream as stream:
        assert stream.read() == pdf()
    assert (opened.media_type, opened.is_inline) == ("application/pdf", True)


@pytest.mark.parametrize("name", SEES_NOTHING)
def test_to_others_neither_document_nor_version_nor_bank_exists(bank: Bank, name: str) -> None:
    document, user = bank.add(), bank.people[name]
    with pytest.raises(NotEntitledError):
        domain.open_for(document_id=document.pk, user=user)
    with pytest.raises(NotEntitledError):
        domain.open_version(version_id=document.current_id, user=user)
    with pytest.raises(NotEntitledError):
        access.access_unit(bank.unit.pk, user=user)
    assert bank.unit not in queries.banks_for(user)


def test_a_withdrawn_document_stays_hidden_from_strangers(bank: Bank) -> None:
    document = bank.add()
    domain.withdraw(document_id=document.pk, version=1, reason="nhầm", user=bank.head)
    with pytest.raises(NotEntitledError):
        domain.open_for(document_id=document.pk, user=bank.stranger)


def test_an_appraiser_of_one_component_sees_through_that_component_only(bank: Bank) -> None:
    document, user = bank.add(), bank.narrow_appraiser
    with pytest.raises(NotEntitledError):
        domain.open_for(document_id=document.pk, user=user)
    with pytest.raises(NotEntitledError):
        domain.open_for(document_id=document.pk, user=user, keys=["reports", "steering"])
    keys = ["plan_issued", "annual_plan", "steering"]
    domain.open_for(document_id=document.pk, user=user, keys=keys).stream.close()
    domain.open_version(version_id=document.current_id, user=user, keys=keys).stream.close()


def test_an_appraiser_does_not_open_the_bank_of_the_own_unit_as_appraiser(bank: Bank) -> None:
    judge = make_person("judge", "appraiser", bank.province, ("*",))
    judge.roles.create(role="viewer", unit=bank.unit, valid_from="2026-01-01")
    document = bank.add()
    with pytest.raises(NotEntitledError):
        access.access_document(document.pk, user=judge)


def test_what_was_never_there_is_refused_like_what_is_hidden(bank: Bank) -> None:
    for ask in (
        lambda: access.access_unit(10**9, user=bank.officer),
        lambda: access.access_document(10**9, user=bank.officer),
        lambda: access.access_version(10**9, user=bank.officer),
        lambda: access.lock_document(10**9),
    ):
        with pytest.raises(NotEntitledError):
            ask()


def test_a_stranger_changes_nothing_by_a_guessed_id(bank: Bank) -> None:
    document = bank.add()
    with pytest.raises(NotEntitledError):
        domain.describe(
            document_id=document.pk,
            version=1,
            metadata=domain.Metadata(title="Bị sửa"),
            user=bank.stranger,
        )
    with pytest.raises(NotEntitledError):
        domain.withdraw(document_id=document.pk, version=1, reason="phá", user=bank.stranger)
    with pytest.raises(NotEntitledError):
        domain.add_version(
            document_id=document.pk, version=1, user=bank.stranger, file=upload("a.pdf")
        )
    document.refresh_from_db()
    assert (document.title, document.version) == ("Kế hoạch cải cách hành chính", 1)


def test_banks_are_listed_for_those_who_may_open_them(bank: Bank) -> None:
    bank.add()
    assert queries.banks_for(bank.officer) == [bank.unit]
    assert queries.banks_for(bank.stranger) == [bank.other]
    assert bank.unit in queries.banks_for(bank.appraiser)
    assert bank.other not in queries.banks_for(bank.appraiser)  # nothing in it yet

"""What the environment may say of the receiver, and how it says no."""

from __future__ import annotations

import pytest

from parindex.web.caseflow.configuration import ReceiverConfiguration

NAMES = ("MB", "DEPTH", "RATE", "FIELDS")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an environment that says nothing."""
    for name in NAMES:
        monkeypatch.delenv(f"PARINDEX_RECEIVER_{name}", raising=False)
    monkeypatch.delenv("PARINDEX_CASELOAD_KEY", raising=False)


def test_without_any_setting_the_receiver_has_limits() -> None:
    found = ReceiverConfiguration.read()
    assert (found.limit, found.depth, found.rate) == (10 * 1024 * 1024, 16, 6000)
    assert found.fields == ("session", "token")
    assert found.hash_key is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(("MB", "0"), ("MB", "201"), ("MB", "1.5"), ("MB", "١"), ("DEPTH", "3")),
        *(("RATE", "-1"), ("RATE", "many"), ("FIELDS", "a b"), ("FIELDS", "<x>")),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: str
) -> None:
    monkeypatch.setenv(f"PARINDEX_RECEIVER_{name}", wrong)
    with pytest.raises(ValueError, match=f"PARINDEX_RECEIVER_{name} is"):
        ReceiverConfiguration.read()


def test_no_field_at_all_leaves_the_header_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_RECEIVER_FIELDS", "")
    assert ReceiverConfiguration.read().fields == ()


def test_the_key_of_the_hashes_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_CASELOAD_KEY", "k" * 40)
    found = ReceiverConfiguration.read()
    assert found.hash_key == "k" * 40
    assert "k" * 40 not in repr(found)

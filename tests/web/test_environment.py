"""What the environment may set, and how it says no."""

from __future__ import annotations

from pathlib import Path

import pytest

from parindex.web.environment import Environment

NAMES = ("PARINDEX_HOME", "PARINDEX_HOSTS", "PARINDEX_DEBUG", "PARINDEX_SECRET_KEY")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give each test an environment that says only where home is."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARINDEX_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_bare_environment_is_a_closed_local_site(bare: Path) -> None:
    found = Environment.read()
    assert found.home == bare
    assert found.hosts == ("127.0.0.1", "localhost", "[::1]")
    assert found.debug is False


def test_home_is_var_in_the_working_folder_when_nothing_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PARINDEX_HOME")
    monkeypatch.chdir(tmp_path)
    assert Environment.read().home == tmp_path / "var"


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(bare: Path) -> None:
    first, second = Environment.read(), Environment.read()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert (bare / "secret.key").stat().st_mode & 0o777 == 0o600


def test_two_installations_have_two_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = Environment.read().secret_key
    monkeypatch.setenv("PARINDEX_HOME", str(tmp_path / "other"))
    assert Environment.read().secret_key != first


def test_a_key_from_outside_is_not_written_down(
    monkeypatch: pytest.MonkeyPatch, bare: Path
) -> None:
    kept_elsewhere = "from-the-vault"
    monkeypatch.setenv("PARINDEX_SECRET_KEY", kept_elsewhere)
    assert Environment.read().secret_key == kept_elsewhere
    assert not (bare / "secret.key").exists()


def test_hosts_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_HOSTS", "cchc.example.vn, 10.0.0.5,,")
    assert Environment.read().hosts == ("cchc.example.vn", "10.0.0.5")


@pytest.mark.parametrize("value", ["true", "yes", "2", ""])
def test_debug_is_0_or_1_and_nothing_else(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PARINDEX_DEBUG", value)
    with pytest.raises(ValueError, match=r"PARINDEX_DEBUG is .*; write 0 or 1"):
        Environment.read()


def test_debug_can_be_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARINDEX_DEBUG", "1")
    assert Environment.read().debug is True

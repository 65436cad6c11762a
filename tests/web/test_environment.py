"""What the environment may set, and how it says no."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parindex.web.environment import Environment

NAMES = (
    *("PARINDEX_HOME", "PARINDEX_HOSTS", "PARINDEX_DEBUG"),
    *("PARINDEX_SECRET_KEY", "PARINDEX_DATABASE"),
)


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


def test_a_bare_environment_keeps_its_data_in_a_file(bare: Path) -> None:
    found = Environment.read().database
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == bare / "parindex.sqlite3"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


ADDRESS = "postgresql://parindex:secret@db.example.vn:6432/cchc"


def parts_of(monkeypatch: pytest.MonkeyPatch, address: str) -> tuple[object, ...]:
    """Return what an address says: user, password, host, port, name."""
    monkeypatch.setenv("PARINDEX_DATABASE", address)
    found = Environment.read().database
    return tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME"))


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (ADDRESS, ("parindex", "secret", "db.example.vn", 6432, "cchc")),
        ("postgresql://p:s@10.0.0.5/cchc", ("p", "s", "10.0.0.5", 5432, "cchc")),
        ("postgresql://p:s@[::1]:5433/cchc", ("p", "s", "::1", 5433, "cchc")),
        ("postgresql://p@db/cchc", ("p", "", "db", 5432, "cchc")),
        ("postgresql://p@/c?host=/run/postgresql", ("p", "", "/run/postgresql", 5432, "c")),
        ("postgresql://p:s@:5433/c?host=%2Frun%2Fpg", ("p", "s", "/run/pg", 5433, "c")),
        ("postgresql://a%40b:%2F%3A%23%25%3F@db/c%20d", ("a@b", "/:#%?", "db", 5432, "c d")),
    ],
)
def test_a_postgresql_address_is_read_part_by_part(
    monkeypatch: pytest.MonkeyPatch, address: str, parts: tuple[object, ...]
) -> None:
    assert parts_of(monkeypatch, address) == parts


def test_postgresql_keeps_connections_and_has_no_option_of_sqlite(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARINDEX_DATABASE", f"{ADDRESS}?sslmode=verify-full&sslrootcert=/etc/ca")
    found = Environment.read().database
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)
    assert found["OPTIONS"] == {
        "application_name": "parindex",
        "connect_timeout": 10,
        "options": "-c lock_timeout=10s",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca",
    }


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgres://p:s3cr3t@db/c", "does not begin with postgresql://"),
        ("mysql://p:s3cr3t@db/c", "does not begin with postgresql://"),
        ("parindex.sqlite3", "does not begin with postgresql://"),
        (" ", "does not begin with postgresql://"),
        ("postgresql://p:s3cr3t @db/c", "holds a blank or a broken %XX"),
        ("postgresql://p:s3cr3t@db/c\n", "holds a blank or a broken %XX"),
        ("postgresql://p:s3cr3t%@db/c", "holds a blank or a broken %XX"),
        ("postgresql://p:s3cr3t%FF@db/c", "holds a blank or a broken %XX"),
        ("postgresql://p:s3cr3t%00@db/c", "holds a blank or a broken %XX"),
        ("postgresql://p:s3cr3t#@db/c", "holds a '#'"),
        ("postgresql://p:s3cr3t@db/c#", "holds a '#'"),
        ("postgresql://p:s3cr3t@[::1/c", "names a host that cannot be read"),
        ("postgresql://p:s3cr3t@one,two/c", "names a host that cannot be read"),
        ("postgresql://p:s3/cr3t@db/c", "holds a '/' too many"),
        ("postgresql://db/c", "names no user"),
        ("postgresql://:s3cr3t@db/c", "names no user"),
        ("postgresql://p:s3cr3t@/c", "names no host"),
        ("postgresql://p:s3cr3t@db", "names no database"),
        ("postgresql://p:s3cr3t@db/", "names no database"),
        ("postgresql://p:s3cr3t@db/c/d", "holds a '/' too many"),
        ("postgresql://p:s3cr3t@db:0/c", "names a port that is not a number from 1 to 65535"),
        ("postgresql://p:s3cr3t@db:five/c", "names a port that is not a number from 1 to 65535"),
        ("postgresql://p:s3cr3t@db:65536/c", "names a port that is not a number from 1 to 65535"),
        ("postgresql://p:s3cr3t@db/c?host=/run", "names a host and the folder of a socket"),
        ("postgresql://p:s3cr3t@/c?host=run", "a socket whose folder does not begin with '/'"),
        ("postgresql://p:s3cr3t@/c?host=", "holds a question mark without name=value behind it"),
        ("postgresql://p:s3cr3t@db/c?ssl", "holds a question mark without name=value behind it"),
        ("postgresql://p:s3cr3t@db/c?pool=1", "may name host, sslmode, sslrootcert"),
        ("postgresql://p:s@db/c?sslmode=require&sslmode=require", "may name host, sslmode, sslro"),
        ("postgresql://p:s3cr3t@db/c?sslmode=yes", "names an sslmode other than disable, allow"),
    ],
)
def test_a_wrong_address_is_refused_in_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str, why: str
) -> None:
    monkeypatch.setenv("PARINDEX_DATABASE", address)
    with pytest.raises(ValueError, match=f"^PARINDEX_DATABASE .*{re.escape(why)}") as refused:
        Environment.read()
    assert "write postgresql://user:password@host:port/name" in str(refused.value)
    assert "s3" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_neither_the_password_nor_the_key_is_shown_with_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARINDEX_DATABASE", ADDRESS)
    found = Environment.read()
    assert "secret" not in repr(found)
    assert found.secret_key not in repr(found)

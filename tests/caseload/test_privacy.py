"""Personal data at the door: hashes under a key that nobody else has, and nothing else kept."""

from __future__ import annotations

import hmac
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.privacy import (
    DUMMIES,
    HASHED,
    KEY_FILE,
    WRITTEN,
    Pseudonyms,
    Secret,
    SecretKeyError,
    load_key,
)

KEYS = st.binary(min_size=32, max_size=200)
VALUES = st.one_of(
    st.from_regex(r"(\+84|84|0)[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}", fullmatch=True),
    st.from_regex(r"[0-9]{9}([0-9]{3})?", fullmatch=True),
    st.text(max_size=20),
)


@settings(deadline=None)
@given(KEYS, st.sampled_from(Secret), VALUES)
def test_a_hash_is_hmac_sha256_of_the_kind_and_the_value(
    key: bytes, secret: Secret, value: str
) -> None:
    found = Pseudonyms(key).of(secret, value)
    written = WRITTEN[secret](value)
    wanted = hmac.new(key, f"{secret}:{written}".encode(), "sha256").hexdigest()[:32]
    assert found in (wanted, None)
    assert (found is None) == (not any(letter.isalnum() or letter == "_" for letter in written))


@settings(deadline=None)
@given(KEYS, st.sampled_from(Secret), st.lists(st.one_of(st.none(), VALUES), max_size=8))
def test_a_column_is_hashed_as_each_of_its_values(
    key: bytes, secret: Secret, values: list[str | None]
) -> None:
    names = Pseudonyms(key)
    column = names.column(secret, pl.Series("v", values, dtype=pl.String))
    assert column.to_list() == [None if v is None else names.of(secret, v) for v in values]


def test_another_key_gives_other_hashes() -> None:
    one, other = Pseudonyms(b"a" * 32), Pseudonyms(b"b" * 32)
    assert one.of(Secret.IDENTITY, "012345678901") != other.of(Secret.IDENTITY, "012345678901")


def test_spellings_of_a_value_meet_and_kinds_do_not() -> None:
    names = Pseudonyms(b"a" * 32)
    assert names.of(Secret.IDENTITY, "012 345 678 901") == names.of(Secret.IDENTITY, "012345678901")
    assert names.of(Secret.HANDLER, " Can.Bo01 ") == names.of(Secret.HANDLER, "can.bo01")
    assert len({names.of(secret, "0912000000") for secret in Secret}) == len(Secret)


def test_a_dummy_is_known_by_its_hash() -> None:
    names = Pseudonyms(b"a" * 32)
    assert names.of(Secret.IDENTITY, "000000001") in names.dummies()
    assert names.of(Secret.IDENTITY, "001199000123") not in names.dummies()
    assert len(names.dummies()) == len(set(DUMMIES))


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = load_key(tmp_path / "home")
    file = tmp_path / "home" / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_key(tmp_path / "home") == first
    assert load_key(tmp_path / "another") != first
    assert [each.name for each in file.parent.iterdir()] == [KEY_FILE]


def test_those_who_come_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda _: load_key(tmp_path).key, range(64)))
    assert len(set(keys)) == 1


def test_a_key_from_the_environment_comes_first(tmp_path: Path) -> None:
    assert load_key(tmp_path, "s" * 40).key == b"s" * 40
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretKeyError, match="openssl rand -hex 32"):
        load_key(tmp_path, "123456")


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    load_key(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o644)
    with pytest.raises(SecretKeyError, match="chmod 600"):
        load_key(tmp_path)


def test_a_key_is_not_printed() -> None:
    assert "kkkk" not in repr(Pseudonyms(b"k" * 32))


def test_a_hash_is_told_from_a_number() -> None:
    found = Pseudonyms(b"k" * 32).of(Secret.PHONE, "0912000000")
    column = pl.Series([found, "0912000000", "012345678901"])
    assert column.str.contains(HASHED).to_list() == [True, False, False]

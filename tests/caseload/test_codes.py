"""Codes: every way of writing leads to one form, and no two things fall together."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.codes import (
    CodeError,
    dossier_code,
    dossier_codes,
    procedure_code,
    procedure_codes,
    unit_code,
    unit_codes,
    unit_of_dossier,
    units_of_dossiers,
)

BODIES = st.builds("{}{:02d}".format, st.sampled_from("HG"), st.integers(1, 99))
TWO = st.integers(0, 99).map("{:02d}".format)
THREE = st.integers(0, 999).map("{:03d}".format)
DATES = st.one_of(st.dates().map("{:%y%m%d}".format), st.just("20260609"))
NUMBERS = st.integers(0, 9_999_999).map("{:04d}".format)
ANY_TEXT = st.one_of(
    st.text(max_size=30),
    st.from_regex(
        r"([0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[HGhg][0-9]{2}(\.[0-9]{2,3}){0,2}", fullmatch=True
    ),
    st.from_regex(
        r"[HGK][0-9]{2}(\.[0-9]{2,3}){0,2} ?[-–][0-9]{5,8}-[0-9]{3,8}(-[A-Za-z0-9]{1,4})?",
        fullmatch=True,
    ),
    st.from_regex(r"[0-9]\.[0-9]{6}([.-][0-9A-Z]{2,4}){0,4}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("000.00.45.H44-260803-0012", "H44.45-260803-0012"),
        ("H44.45-260803-0012", "H44.45-260803-0012"),
        ("h44.45 – 260803 – 0012", "H44.45-260803-0012"),
        ("000.00.00.H44-260803-0012", "H44-260803-0012"),
        ("000.12.45.H44-260803-00123", "H44.45.12-260803-00123"),
        ("H44.100-260803-0012", "H44.100-260803-0012"),
        ("G09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ("H62.45-210903-0012", "H62.45-210903-0012"),  # any two digits: former provinces, too
        ("H44.45-260803-0012-x7k2", "H44.45-260803-0012-X7K2"),
    ],
)
def test_a_dossier_code_has_one_form(written: str, code: str) -> None:
    assert dossier_code(written) == code


@pytest.mark.parametrize(
    "text", ["", "0012", "H44.45", "H44.45-2608-0012", "K44.45-260803-0012", "H44.45-260803-12"]
)
def test_what_is_no_dossier_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CodeError, match=r"H44\.45-260803-0012"):
        dossier_code(text)


@settings(deadline=None)
@given(BODIES, THREE, TWO, TWO, DATES, NUMBERS)
def test_the_long_form_is_the_short_one_turned_round(
    body: str, first: str, second: str, third: str, date: str, number: str
) -> None:
    levels = [third, second, first]
    while levels and set(levels[-1]) == {"0"}:
        levels.pop()
    short = ".".join([body, *levels])
    assert dossier_code(f"{first}.{second}.{third}.{body}-{date}-{number}") == dossier_code(
        f"{short}-{date}-{number}"
    )
    assert unit_of_dossier(f"{short}-{date}-{number}") == short == unit_code(short)


@settings(deadline=None)
@given(st.lists(st.tuples(BODIES, THREE, TWO, TWO), min_size=2, max_size=2, unique=True))
def test_two_units_never_fall_together(units: list[tuple[str, str, str, str]]) -> None:
    one, other = (
        unit_code(f"{first}.{second}.{third}.{body}") for body, first, second, third in units
    )
    assert one != other


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_form_stays_as_it_is(text: str) -> None:
    for read in (dossier_code, unit_code, procedure_code):
        try:
            code = read(text)
        except CodeError:
            continue
        assert read(code) == code


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), ANY_TEXT), max_size=10))
def test_a_column_of_codes_is_read_as_each_of_them(texts: list[str | None]) -> None:
    column = pl.Series("code", texts, dtype=pl.String)
    pairs = [
        (dossier_codes, dossier_code),
        (unit_codes, unit_code),
        (procedure_codes, procedure_code),
    ]
    for whole, single in pairs:
        wanted = []
        for text in texts:
            try:
                wanted.append(None if text is None else single(text))
            except CodeError:
                wanted.append(None)
        assert whole(column).to_list() == wanted


def test_units_of_a_column_of_codes() -> None:
    codes = pl.Series("code", ["H44.45-260803-0012", None, "H44-260803-0012-AB"])
    assert units_of_dossiers(codes).to_list() == ["H44.45", None, "H44"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2.000815", "2.000815"),
        ("2.000815.000.00.00.H44", "2.000815"),
        ("2.000815.H44", "2.000815"),
        ("2.000815-01", "2.000815-01"),
        ("t-hcm-123456-tt", "T-HCM-123456-TT"),
    ],
)
def test_a_procedure_code_leaves_out_who_published_it(written: str, code: str) -> None:
    assert procedure_code(written) == code


@pytest.mark.parametrize("text", ["", "Đăng ký khai sinh", "X", "ABC"])
def test_a_name_is_no_procedure_code(text: str) -> None:
    with pytest.raises(CodeError, match=r"2\.000815"):
        procedure_code(text)

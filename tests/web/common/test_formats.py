"""Figures, dates and names in two languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from parindex.web.common import formats
from parindex.web.common.templatetags import formats as filters


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (Decimal("81.81"), 2, "81,81", "81.81"),
        (113905, None, "113.905", "113,905"),
        (Decimal("95.445"), 2, "95,45", "95.45"),  # half-up: half-even would give 95,44
        (Decimal("8.135"), None, "8,135", "8.135"),
        (Decimal("18.00"), None, "18", "18"),
        (Decimal("6"), 3, "6,000", "6.000"),
        (Decimal("-0.5"), 1, "-0,5", "-0.5"),
        (Decimal("71.5"), 0, "72", "72"),
        (0, None, "0", "0"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(
    value: Decimal | int, places: int | None, vietnamese: str, english: str
) -> None:
    with override("vi"):
        assert formats.show_number(value, places) == vietnamese
    with override("en"):
        assert formats.show_number(value, places) == english


def test_a_date_is_written_as_the_language_writes_it() -> None:
    with override("vi"):
        assert formats.show_date(date(2025, 12, 19)) == "19/12/2025"
        assert filters.day(date(2026, 1, 2)) == "02/01/2026"
    with override("en"):
        assert formats.show_date(date(2025, 12, 19)) == "19 December 2025"


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = [
        "Đà Nẵng",
        "Vĩnh Phúc",
        "An Giang",
        "Ân Thi",
        "Ăn",
        "Điện Biên",
        "Dầu Tiếng",
        "Ơn",
        "Ôn",
    ]
    assert sorted(names, key=formats.sort_key) == [
        "An Giang",
        "Ăn",
        "Ân Thi",
        "Dầu Tiếng",
        "Đà Nẵng",
        "Điện Biên",
        "Ôn",
        "Ơn",
        "Vĩnh Phúc",
    ]


def test_decomposed_letters_sort_like_composed_ones() -> None:
    assert formats.sort_key("Đa\u0300") == formats.sort_key("Đà")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Đắk Lắk", "dak lak"),
        ("Phường Hoài Nhơn", "phuong hoai nhon"),
        ("SỞ TƯ PHÁP", "so tu phap"),
        ("Bình Đi\u0323nh", "binh dinh"),
    ],
)
def test_a_plain_name_has_no_marks(name: str, plain: str) -> None:
    assert formats.plain_name(name) == plain


def test_filters_show_signs_gaps_and_words() -> None:
    with override("vi"):
        assert filters.signed(Decimal("2.45"), 1) == "+2,5"
        assert filters.signed(Decimal("-2.45"), 1) == "−2,5"
        assert filters.signed(Decimal(0), 1) == "0,0"
        assert filters.num(None) == "–"
        assert filters.plain(Decimal("66.23")) == "66.23"
        assert filters.plain(Decimal("1E+2")) == "100"
        words = [
            filters.status(each) for each in ("scored", "missing", "pending", "not_applicable")
        ]
        assert words == ["đã chấm", "chưa có", "chờ khảo sát", "không đánh giá"]


def test_a_status_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        filters.status("absent")

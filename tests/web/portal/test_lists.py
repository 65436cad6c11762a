"""Search, filters, orders, and the number of queries of lists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.web.results.models import Block, Edition, NodeResult, UnitResult

pytestmark = pytest.mark.django_db

DEPARTMENTS = "/bang-xep-hang/766-gia-lai-2026-10-10/department/"
ROW = re.compile(r'<th scope="row"><a href="/don-vi/[^"]+">([^<]+)</a>')


def names(client: Any, address: str) -> list[str]:
    """Return the names of units in a table, from the top."""
    return ROW.findall(client.get(address).text)


@pytest.mark.parametrize("words", ["hoai nhon", "Hoài Nhơn", "HOÀI NHƠN", "Hoa\u0300i Nho\u031bn"])
def test_marked_names_are_found_with_and_without_marks(client: Any, words: str) -> None:
    found = ROW.findall(client.get("/tim-kiem/", {"tim": words}).text)
    assert "Phường Hoài Nhơn" in found
    assert all("Hoài Nhơn" in name for name in found)
    assert ROW.findall(client.get("/don-vi/", {"tim": words}).text)[: len(found)] == found


def test_d_with_a_stroke_is_found_as_d(client: Any) -> None:
    assert "Xã Đề Gi" in ROW.findall(client.get("/tim-kiem/?tim=de+gi").text)


def test_a_unit_is_found_by_its_code(client: Any) -> None:
    assert ROW.findall(client.get("/tim-kiem/?tim=h21.227").text) == ["Xã Vân Canh"]


def test_components_are_found_by_their_words(client: Any) -> None:
    page = client.get("/tim-kiem/?tim=so+hoa+ho+so").text
    assert "/tieu-chi/766-gia-lai-2026-10-10/commune/V/" in page
    assert "/tieu-chi/" in client.get("/en/tim-kiem/?tim=settlement").text


@pytest.mark.parametrize("words", ["", "a", "khong co don vi nay"])
def test_a_search_without_result_says_what_to_try(client: Any, words: str) -> None:
    page = client.get("/tim-kiem/", {"tim": words}).text
    assert "Không tìm thấy đơn vị nào" in page
    assert "<table" not in page


def test_what_is_searched_for_is_shown_as_text(client: Any) -> None:
    page = client.get("/tim-kiem/", {"tim": '"><script>alert(1)</script>'}).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_ranking_is_filtered_by_name_and_by_class(client: Any) -> None:
    assert names(client, f"{DEPARTMENTS}?tim=khoa+hoc") == ["Sở Khoa học và Công nghệ"]
    assert names(client, f"{DEPARTMENTS}?tim=H21.20") == ["Thanh tra tỉnh"]
    page = client.get(DEPARTMENTS).text
    classes = re.findall(r'<option value="(\d)"[^>]*>[^<(]+\((\d+)\)', page)
    assert sum(int(count) for _, count in classes) == 14
    for place, count in classes:
        assert len(names(client, f"{DEPARTMENTS}?loai={place}")) == int(count)


@pytest.mark.parametrize("query", ["tim=khong+co", "loai=x", "loai=99", "loai=-1"])
def test_a_filter_that_fits_nothing_says_so(client: Any, query: str) -> None:
    page = client.get(f"{DEPARTMENTS}?{query}").text
    assert "Không có đơn vị nào khớp" in page


def test_a_ranking_is_ordered_by_rank_name_or_field(client: Any) -> None:
    by_rank = names(client, DEPARTMENTS)
    assert by_rank[0] == "Sở Văn hóa, Thể thao và Du lịch"
    assert by_rank[-1] == "Thanh tra tỉnh"
    by_name = names(client, f"{DEPARTMENTS}?xep=name")
    assert by_name[0].startswith("Ban Quản lý")
    assert sorted(by_name) == sorted(by_rank)
    by_field = names(client, f"{DEPARTMENTS}?xep=V")
    shares = dict(
        NodeResult.objects.filter(
            node__code="V", unit_result__block__edition__slug="766-gia-lai-2026-10-10",
            unit_result__block__key="department",
        ).values_list("unit_result__name", "points")
    )  # fmt: skip
    assert [shares[name] for name in by_field] == sorted(shares.values(), reverse=True)
    assert names(client, f"{DEPARTMENTS}?xep=khong-co") == by_rank


def test_blocks_are_never_listed_together(client: Any) -> None:
    communes = names(client, "/bang-xep-hang/766-gia-lai-2026-10-10/commune/")
    assert len(communes) == 135
    assert not set(communes) & set(names(client, DEPARTMENTS))


def test_a_unit_links_to_its_other_editions_of_the_same_index(client: Any) -> None:
    page = client.get("/don-vi/766-provinces-2026-10-10/H21/").text
    assert 'href="/don-vi/766-provinces-2026-09-17/H21/"' in page
    assert 'href="/don-vi/766-gia-lai' not in page


def test_comparing_keeps_what_was_chosen(client: Any) -> None:
    page = client.get("/so-sanh/?khoi=tay-ninh-2023/department&a=tay-ninh-so-y-te").text
    assert '<option value="tay-ninh-2023/department" selected>' in page
    assert '<option value="tay-ninh-so-y-te" selected>' in page
    assert client.get("/so-sanh/?khoi=khong/co&a=x&b=y").status_code == 200


# Each list with few and with many rows: the same number of queries.


def queries(client: Any, address: str) -> int:
    """Return how many queries a page makes."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def keep(units: list[UnitResult]) -> None:
    """Delete all units of their block but these."""
    others = units[0].block.units.exclude(pk__in=[unit.pk for unit in units])
    NodeResult.objects.filter(unit_result__in=others).delete()
    others.delete()


@pytest.mark.parametrize(
    "address",
    [
        "/bang-xep-hang/766-gia-lai-2026-10-10/commune/",
        "/bang-xep-hang/766-gia-lai-2026-10-10/commune/linh-vuc/",
        "/tieu-chi/766-gia-lai-2026-10-10/commune/",
        "/tieu-chi/766-gia-lai-2026-10-10/commune/2.1/",
        "/don-vi/766-gia-lai-2026-10-10/H21.227/",
        "/don-vi/",
        "/tim-kiem/?tim=xa",
        "/so-sanh/?khoi=766-gia-lai-2026-10-10/commune",
        "/",
        "/du-lieu-mo/",
        "/tai-ve/766-gia-lai-2026-10-10/commune.csv",
        "/tai-ve/766-gia-lai-2026-10-10/commune.json",
        "/tai-ve/766-gia-lai-2026-10-10/commune/thanh-phan.csv",
    ],
)
def test_a_list_of_135_units_makes_no_more_queries_than_one_of_1(client: Any, address: str) -> None:
    many = queries(client, address)
    block = Block.objects.get(edition__slug="766-gia-lai-2026-10-10", key="commune")
    keep([block.units.get(unit="H21.227")])
    assert queries(client, address) == many
    assert many <= 20


@pytest.mark.parametrize(
    "address", ["/", "/bang-xep-hang/", "/tieu-chi/", "/du-lieu-mo/", "/don-vi/"]
)
def test_a_list_of_11_editions_makes_no_more_queries_than_one_of_2(
    client: Any, address: str
) -> None:
    many = queries(client, address)
    kept = ["766-provinces-2026-10-10", "766-gia-lai-2026-10-10"]
    Edition.objects.exclude(slug__in=kept).update(is_current=False)
    assert queries(client, address) == many

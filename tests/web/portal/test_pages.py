"""Every page answers in both languages with the figures of real editions."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils.translation import override
from django.views.defaults import server_error

from parindex.web.portal.urls import urlpatterns
from parindex.web.results.models import UnitResult

pytestmark = pytest.mark.django_db

LAI_CHAU = "lai-chau-2021"
PLANNING = f"/don-vi/{LAI_CHAU}/lai-chau-so-ke-hoach-va-dau-tu/"
PROVINCES = "766-provinces-2026-10-10"
COMMUNES = "/bang-xep-hang/766-gia-lai-2026-10-10/commune/"
OFFICE = "/don-vi/tay-ninh-2023/tay-ninh-van-phong-ubnd-tinh/"
COMPARED = f"/so-sanh/?khoi={PROVINCES}/province&a=H21&b=H53"

# Address, what it says in Vietnamese, what it says in English.
PAGES = [
    ("/", ["Gia Lai", "66,23", "Tây Ninh"], ["Gia Lai", "66.23", "Published editions"]),
    ("/bang-xep-hang/", ["96,85%", "97,685%", "25/12/2023"], ["96.85%", "25 December 2023"]),
    (
        "/bang-xep-hang/tay-ninh-2023/",
        ["Văn phòng UBND tỉnh", "96,85", "69,25", "/ 71,5", "86,23%", "Tốt (17)", "Kém"],
        ["96.85", "/ 71.5", "86.23%", "Good (17)", "Rank"],
    ),
    (COMMUNES, ["135 đơn vị", "75,34", "69,97%", "69,06%", "65,15%"], ["135 units", "75.34"]),
    ("/bang-xep-hang/binh-duong-2017/", ["84,58", "51,75", "32,83", "78,39%"], ["51.75", "Survey"]),
    (f"/bang-xep-hang/{LAI_CHAU}/other/", ["94,444", "1 ="], ["94.444", "1 ="]),
    (
        "/bang-xep-hang/binh-dinh-2017/",
        ["75,30%", "72,96%", "64,51", "14 Khá"],
        ["75.30%", "72.96%", "Mean of the block means"],
    ),
    ("/bang-xep-hang/nam-dinh-2020/", ["88,63%", "89,45", "87,80"], ["88.63%", "87.80"]),
    (f"/bang-xep-hang/{PROVINCES}/province/linh-vuc/", ["66,23", "Gia Lai"], ["66.23", "Heat map"]),
    ("/don-vi/", ["Xã Vân Canh", "Phường Hoài Nhơn"], ["Xã Vân Canh", "Units"]),
    (f"/don-vi/{PROVINCES}/H21/", ["66,23%", "Trung bình", "trên 17"], ["66.23%", "of 17"]),
    (OFFICE, ["96,85%", "69,25", "/ 71,5", "Tốt"], ["96.85%", "Good"]),
    (PLANNING, ["12,859", "71,439%", "13,859", "trên 15"], ["12.859", "71.439%", "13.859"]),
    ("/tieu-chi/", ["Tiêu chí", "Sở, ban, ngành"], ["Criteria", "Departments"]),
    (f"/tieu-chi/{PROVINCES}/province/", ["Số hóa hồ sơ", "Điểm tối đa"], ["Maximum points"]),
    (f"/tieu-chi/{PROVINCES}/province/2.1/", ["Gia Lai", "Cách chấm"], ["Gia Lai", "Scoring rule"]),
    (f"/tieu-chi/{LAI_CHAU}/department/9/", ["0,340", "nhập từ nguồn"], ["0.340", "imported"]),
    ("/so-sanh/", ["Đơn vị thứ nhất"], ["First unit"]),
    (COMPARED, ["66,23% – 66,13%", "Gia Lai – Tây Ninh"], ["66.23% – 66.13%", "Difference"]),
    ("/tim-kiem/?tim=hoai+nhon", ["Phường Hoài Nhơn"], ["Phường Hoài Nhơn", "result"]),
    ("/du-lieu-mo/", ["CSV", "JSON", "135"], ["Open data", "135"]),
    ("/phuong-phap/", ["Phương pháp", "bộ mẫu"], ["Methods", "model set"]),
    ("/phuong-phap/bo-tieu-chi/766/2026/province/", ["766/QĐ-TTg", "SHA-256"], ["Legal basis"]),
    ("/phuong-phap/bo-tieu-chi/model/2026/department/", ["Bộ mẫu"], ["model set"]),
]


def flat(text: str) -> str:
    """Return the words of a page as a reader sees them, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize(
    ("address", "vietnamese", "english"), PAGES, ids=[page[0] for page in PAGES]
)
def test_a_page_says_its_figures_in_both_languages(
    client: Any, address: str, vietnamese: list[str], english: list[str]
) -> None:
    for prefix, words, code in (("", vietnamese, "vi"), ("/en", english, "en")):
        response = client.get(prefix + address)
        assert response.status_code == 200
        assert response["Content-Language"] == code
        assert f'<html lang="{code}">' in response.text
        page = flat(response.text)
        assert [word for word in words if word not in page] == []


def test_every_route_of_the_portal_is_among_the_tests() -> None:
    visited = {get_resolver().resolve(page.split("?")[0]).url_name for page, _, _ in PAGES}
    elsewhere = {"block_csv", "block_json", "scores_csv", "unit_chart", "block_chart", "node_chart"}
    assert {route.name for route in urlpatterns} == visited | elsewhere


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "address",
    [
        "/khong-co/",
        "/bang-xep-hang/khong-co/",
        "/bang-xep-hang/tay-ninh-2023/commune/",
        "/bang-xep-hang/tay-ninh-2023/commune/linh-vuc/",
        "/bang-xep-hang/binh-dinh-2017/department/",
        "/don-vi/tay-ninh-2023/H21/",
        "/don-vi/khong-co/H21/",
        "/tieu-chi/tay-ninh-2023/commune/",
        "/tieu-chi/tay-ninh-2023/department/9.9.9/",
        "/tai-ve/tay-ninh-2023/commune.csv",
        "/tai-ve/tay-ninh-2023/commune.json",
        "/tai-ve/khong-co/department/thanh-phan.csv",
        "/bieu-do/tay-ninh-2023/khong-co/linh-vuc.light.svg",
        "/bieu-do/tay-ninh-2023/department/chi-so.blue.svg",
        "/bieu-do/tay-ninh-2023/department/9.9/phan-bo.light.svg",
        "/phuong-phap/bo-tieu-chi/khong-co/",
        "/phuong-phap/bo-tieu-chi/../../",
        "/phuong-phap/bo-tieu-chi/766/2026/../../766/2026/province/",
        "/phuong-phap/bo-tieu-chi//etc/passwd/",
        "/phuong-phap/bo-tieu-chi/%2e%2e/%2e%2e/",
        "/phuong-phap/bo-tieu-chi/766/",
        "/phuong-phap/bo-tieu-chi/.../",
    ],
)
def test_what_is_not_public_does_not_exist(client: Any, language: str, address: str) -> None:
    response = client.get(language + address)
    assert response.status_code == 404
    page = flat(response.text)
    assert ("There is no such page" if language else "Không có trang này") in page
    assert f'href="{language or ""}/"' in response.text


def test_the_page_of_a_failure_needs_no_data() -> None:
    for code, words in (("vi", "Trang gặp sự cố"), ("en", "Something went wrong")):
        with override(code):
            response = server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert words in response.content.decode()


@pytest.mark.usefixtures("no_editions")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/bang-xep-hang/",
        "/don-vi/",
        "/tieu-chi/",
        "/so-sanh/",
        "/du-lieu-mo/",
        "/phuong-phap/",
    ],
)
def test_pages_stand_without_a_single_edition(client: Any, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.get(f"/en{address}").status_code == 200


@pytest.mark.usefixtures("no_editions")
def test_an_empty_list_says_what_to_do(client: Any) -> None:
    assert "Chưa có kỳ nào" in client.get("/bang-xep-hang/").text


@pytest.mark.parametrize("address", [page[0] for page in PAGES])
def test_the_switch_of_language_leads_to_the_same_page(client: Any, address: str) -> None:
    for here, there in ((address, f"/en{address}"), (f"/en{address}", address)):
        escaped = there.replace("&", "&amp;")
        page = client.get(here).text
        assert page.count(f'href="{escaped}" hreflang=') == 1
        assert client.get(there).status_code == 200


def test_a_unit_without_a_rank_says_so_and_is_not_given_0(client: Any) -> None:
    unit = UnitResult.objects.get(unit="H21", block__edition__slug=PROVINCES)
    unit.scores.filter(node__code="VI").update(status="missing", points=None, lost=None)
    UnitResult.objects.filter(pk=unit.pk).update(
        status="missing", points=None, index=None, rank=None, band=None, band_place=None,
        to_next_rank=None, to_next_band=None, known="48.23",
    )  # fmt: skip
    page = flat(client.get(f"/don-vi/{PROVINCES}/H21/").text)
    assert "Chỉ số chưa có" in page
    assert "48,23 đã biết" in page
    assert "Thứ hạng – trên 16" in page
    listed = flat(client.get(f"/bang-xep-hang/{PROVINCES}/").text)
    assert "– Gia Lai chưa có" in listed
    assert "chưa có" in flat(client.get(f"/bang-xep-hang/{PROVINCES}/province/linh-vuc/").text)
    assert "Chưa có 1" in flat(client.get(f"/tieu-chi/{PROVINCES}/province/VI/").text)
    assert "chưa có" in flat(client.get(COMPARED).text)


def test_a_component_that_is_not_applicable_says_so(client: Any) -> None:
    unit = UnitResult.objects.get(unit="H21", block__edition__slug=PROVINCES)
    unit.scores.filter(node__code="2.1").update(
        status="not_applicable", points=None, lost=None, max_applicable="0"
    )
    assert "không đánh giá" in flat(client.get(f"/don-vi/{PROVINCES}/H21/").text)
    page = flat(client.get(f"/tieu-chi/{PROVINCES}/province/2.1/").text)
    assert "Không đánh giá 1" in page


def test_a_deviation_from_print_is_named_with_its_reason(client: Any) -> None:
    page = flat(client.get(PLANNING).text)
    assert "ô công bố không tính lại được" in page
    assert "tổng in là 13,859" in page

"""Charts: SVG files of their own, light and dark, kept once drawn."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from parindex.web.portal import charts

pytestmark = pytest.mark.django_db

PICTURES = [
    "/bieu-do/766-provinces-2026-10-10/H21/linh-vuc.{}.svg",
    "/bieu-do/tay-ninh-2023/tay-ninh-so-y-te/linh-vuc.{}.svg",
    "/bieu-do/766-gia-lai-2026-10-10/commune/chi-so.{}.svg",
    "/bieu-do/766-provinces-2026-10-10/province/2.1/phan-bo.{}.svg",
]


@pytest.mark.parametrize("address", PICTURES)
def test_a_chart_is_svg_and_its_themes_differ(client: Any, address: str) -> None:
    light, dark = (client.get(address.format(theme)) for theme in ("light", "dark"))
    for response in (light, dark):
        assert response.status_code == 200
        assert response["Content-Type"] == "image/svg+xml"
        assert "max-age" in response["Cache-Control"]
        assert ElementTree.fromstring(response.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  our own file
        assert "<script" not in response.text
    assert light.text != dark.text


@pytest.mark.parametrize("address", PICTURES[:1])
def test_a_chart_speaks_the_language_of_its_page(client: Any, address: str) -> None:
    vietnamese = client.get(address.format("light")).text
    english = client.get("/en" + address.format("light")).text
    assert "Đạt được" in vietnamese
    assert "Won" in english


def test_a_chart_is_drawn_once(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = PICTURES[2].format("light")
    first = client.get(address).content

    def refuse(*_args: object, **_options: object) -> str:
        raise AssertionError

    monkeypatch.setattr(charts, "strip_chart", refuse)
    assert client.get(address).content == first


def test_only_charts_may_style_themselves_and_nothing_else(client: Any) -> None:
    response = client.get(PICTURES[0].format("light"))
    policy = response["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"

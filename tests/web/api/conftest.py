"""A province whose one-stop system has a key, with a lake of its own for each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from parindex.web.api import views
from parindex.web.caseflow.domain import inbox
from parindex.web.caseflow.domain.intake import TakenIn, take_in
from parindex.web.caseflow.domain.keys import make_key
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import IntakeKey
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.story import NOW

ADDRESS = "/api/dong-bo/"


def make_province(code: str, agency_code: str, **more: Any) -> Unit:
    """Make a province."""
    return Unit.objects.create(
        code=code,
        name=f"Tỉnh {code}",
        plain_name=code,
        kind=UnitKind.PROVINCE,
        agency_code=agency_code,
        valid_from=date(2020, 1, 1),
        **more,
    )


@dataclass
class Receiver:
    """The province, its administrator, the key of its one-stop system, and a sender."""

    province: Unit
    administrator: User
    key: IntakeKey
    text: str
    client: Client

    def send(self, message: Any, *, key: str | None = None, **more: Any) -> HttpResponse:
        """Send a message as JSON, with the key in the header."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        shown = self.text if key is None else key
        headers = {"authorization": f"Bearer {shown}"} if shown else {}
        return self.client.post(
            ADDRESS, body, content_type="application/json", headers=headers, **more
        )

    def take_in(self) -> TakenIn:
        """Empty the inbox into the lake."""
        return take_in(NOW)

    def lake(self, name: str = "dossiers") -> pl.DataFrame:
        """Return a table of the lake, empty when nothing was written to it."""
        return lake().scan(name).collect() if lake().exists(name) else pl.DataFrame()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the story's hour."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """Give each test a lake and a key of hashes of its own."""
    settings.LAKE_ROOT = str(tmp_path / "lake")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path)
    views.COUNTS.counts.clear()
    inbox._pseudonyms.cache_clear()
    return tmp_path


@pytest.fixture
def receiver(db: None, home: Path, clock: time_machine.Traveller) -> Receiver:
    """Return the province H44 with a key in use."""
    province = make_province("mau", "H44")
    administrator = User.objects.create_user("quantri", None, name="Người quản trị")
    RoleAssignment.objects.create(
        user=administrator, role=Role.ADMINISTRATOR, unit=province, valid_from=date(2026, 1, 1)
    )
    key, text = make_key(
        province=province, name="Hệ thống một cửa", source="local", user=administrator
    )
    return Receiver(province, administrator, key, text, Client(enforce_csrf_checks=True))

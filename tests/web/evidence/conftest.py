"""A province with two units, its people, an own bank of bytes, and a real clamd."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parindex.web.evidence import domain
from parindex.web.evidence.models import Document
from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.evidence.files import HARMLESS_VIRUS, upload


@dataclass
class Bank:
    """Two units of one province and whoever comes to their banks."""

    province: Unit
    unit: Unit
    other: Unit
    people: dict[str, User]

    def add(
        self, name: str = "ke-hoach.pdf", content: bytes | None = None, **said: Any
    ) -> Document:
        """Let the officer add a file."""
        metadata = domain.Metadata(**{"title": "Kế hoạch cải cách hành chính", **said})
        file = upload(name, content)
        return domain.add_document(
            unit_id=self.unit.pk, metadata=metadata, user=self.officer, file=file
        )

    def __getattr__(self, name: str) -> User:
        if name.startswith("__") or name not in self.people:
            raise AttributeError(name)
        return self.people[name]


def make_unit(
    code: str, name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None
) -> Unit:
    """Make a unit."""
    return Unit.objects.create(
        code=code, name=name, plain_name=name.lower(), kind=kind, parent=parent
    )


def make_person(username: str, role: str, unit: Unit, components: tuple[str, ...] = ()) -> User:
    """Make a person with one role since the start of the year."""
    user = User.objects.create_user(username, name=f"Người {username}")
    RoleAssignment.objects.create(
        user=user, role=role, unit=unit, components=list(components), valid_from=date(2026, 1, 1)
    )
    return user


@pytest.fixture(autouse=True)
def own_bytes(settings: Any, tmp_path: Path) -> Path:
    """Keep the bytes of each test apart, with no clamd and no known signer."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd="", trust=None)
    return settings.EVIDENCE_ROOT


@pytest.fixture
def bank(db: None) -> Bank:
    """Return the province with its people."""
    province = make_unit("mau", "Tỉnh Mẫu", UnitKind.PROVINCE)
    unit, other = (
        make_unit(f"mau.{number}", f"Sở Mẫu {number}", parent=province) for number in (1, 2)
    )
    cast = {
        "officer": (Role.UNIT_OFFICER, unit, ()),
        "head": (Role.UNIT_HEAD, unit, ()),
        "section": (Role.SECTION_CONTRIBUTOR, unit, ("annual_plan",)),
        "viewer": (Role.VIEWER, unit, ()),
        "stranger": (Role.UNIT_OFFICER, other, ()),
        "appraiser": (Role.APPRAISER, province, ("*",)),
        "narrow_appraiser": (Role.APPRAISER, province, ("annual_plan",)),
        "secretary": (Role.COUNCIL_SECRETARY, province, ()),
        "leader": (Role.LEADER, province, ()),
        "auditor": (Role.AUDITOR, province, ()),
    }
    people = {name: make_person(name, *what) for name, what in cast.items()}
    people["nobody"] = User.objects.create_user("nobody", name="Người ngoài")
    return Bank(province, unit, other, people)


def wait_for(ready: Any, seconds: float, what: str) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, what
        time.sleep(0.05)


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the clamd of Debian's package with one signature of our own; yield its socket."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "clamd is missing: run `sh tests/install_clamd.sh`"
    folder = tmp_path_factory.mktemp("clamd")
    database = folder / "database"
    database.mkdir()
    (database / "own.ndb").write_text(f"Parindex.Test:0:*:{HARMLESS_VIRUS.hex()}\n")
    socket, log = folder / "clamd.sock", folder / "clamd.log"
    config = folder / "clamd.conf"
    config.write_text(
        f"LocalSocket {socket}\nDatabaseDirectory {database}\nLogFile {log}\n"
        "Foreground yes\nStreamMaxLength 1M\nMaxThreads 2\n"
    )
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the program of the package
            [program, "--config-file", str(config)], stdout=output, stderr=output
        )
    try:
        wait_for(lambda: socket.exists() or process.poll() is not None, 30, "clamd did not start")
        assert process.poll() is None, (folder / "output").read_text()
        yield str(socket)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture
def scanned(clamd: str, settings: Any) -> str:
    """Let this test's uploads be scanned."""
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd=clamd)
    return clamd

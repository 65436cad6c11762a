"""Measures what the project promises and writes it to `docs/benchmarks.md`: `make bench`.

`python -m benches NAME...` measures some sections only; the others stay as they were.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from parindex import __version__

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
SECTIONS = ("scoring", "last_hour", "caseload", "receiver")
"""Modules of `benches` in the order of the page; `report` of each begins with its heading."""


def processor() -> str:
    """Return the processor's name as the system gives it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def head() -> str:
    """Return what stands above the sections."""
    when = datetime.now(UTC).strftime("%Y-%m-%d")
    return "\n".join(
        [
            "# Benchmarks",
            "",
            (
                "Written by `make bench`; every figure was measured: scoring on one core, the "
                "rest on all. Ratios travel between machines, seconds do not."
            ),
            "",
            f"- Date: {when}; parindex {__version__}; Python {platform.python_version()}",
            f"- Machine: {processor()}, {platform.system()} {platform.machine()}",
            "",
        ]
    )


def report_of(name: str) -> str:
    """Measure a section and return its text."""
    return "\n".join(import_module(f"benches.{name}").report()).strip() + "\n"


def merged(page: str, measured: Iterable[str]) -> str:
    """Return the page with sections in place of those of the same title, new ones at the end.

    A page keeps its head, whose date is that of the last run of all sections.
    """
    sections = {"": head()}
    for each in (*re.split(r"(?m)^(?=## )", page), *measured):
        if each.strip():
            sections[_title(each)] = each.strip() + "\n"
    return "\n".join(sections.values())


def _title(section: str) -> str:
    first = section.lstrip().partition("\n")[0]
    return first if first.startswith("## ") else ""


def main() -> None:
    """Run the benches that were named, else all, and write the page."""
    names = sys.argv[1:] or list(SECTIONS)
    if unknown := sorted(set(names) - set(SECTIONS)):
        raise SystemExit(f"no bench {', '.join(unknown)}; known are {', '.join(SECTIONS)}")
    measured = [report_of(name) for name in names]
    page = TARGET.read_text(encoding="utf-8") if len(names) < len(SECTIONS) else ""
    TARGET.write_text(merged(page, measured), encoding="utf-8")
    print("\n".join(measured))  # noqa: T201 - the report is what the command is for


if __name__ == "__main__":
    main()

"""Measures what the project promises and writes it to `docs/benchmarks.md`: `make bench`."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path

from benches import last_hour, scoring
from parindex import __version__

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def processor() -> str:
    """Return the processor's name as the system gives it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def main() -> None:
    """Run all benches and write the page."""
    when = datetime.now(UTC).strftime("%Y-%m-%d")
    head = [
        "# Benchmarks",
        "",
        (
            "Written by `make bench`; every figure was measured in one run: scoring on one core, "
            "the last hour on all. Ratios travel between machines, seconds do not."
        ),
        "",
        f"- Date: {when}; parindex {__version__}; Python {platform.python_version()}",
        f"- Machine: {processor()}, {platform.system()} {platform.machine()}",
        "",
    ]
    text = "\n".join([*head, *scoring.report(), *last_hour.report(), ""])
    TARGET.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - the report is what the command is for


if __name__ == "__main__":
    main()

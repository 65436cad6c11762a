"""Generates the reference pages that the code itself knows: `python -m docs.build`."""

from __future__ import annotations

from pathlib import Path

from docs.generators import checks, cli, dossier_fields, kinds, permissions, rulebooks, statistics

REFERENCE = Path(__file__).resolve().parent / "reference"


def pages() -> dict[str, str]:
    """Return the generated pages, by path under `docs/reference`."""
    return {
        "checks.md": checks.page(),
        "cli.md": cli.page(),
        "dossier-fields.md": dossier_fields.page(),
        "permissions.md": permissions.page(),
        "rule-kinds.md": kinds.page(),
        "statistics.md": statistics.page(),
        **rulebooks.pages(),
    }


def write(target: Path = REFERENCE) -> tuple[Path, ...]:
    """Write the pages below `target` and remove those of rulebooks that are gone."""
    written = []
    for name, text in pages().items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        written.append(file)
    for file in set((target / rulebooks.FOLDER).glob("*.md")) - set(written):
        file.unlink()
    return tuple(written)


if __name__ == "__main__":
    print(f"{len(write())} pages written")  # noqa: T201 - the command's own report

"""Documents are complete, up to date, and say nothing that is not so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.utils import translation

from docs import build
from parindex.edition import shipped_editions
from parindex.rulebook.model import (
    Averages,
    Convention,
    FactType,
    GivenBy,
    Incomplete,
    Mode,
    NoneArisen,
    Part,
    Ties,
)
from parindex.scoring.cases import check_rulebook
from parindex.scoring.facts import Status
from parindex.scoring.kinds import discover
from parindex.scoring.result import Effect
from parindex.web.desk.words import ACTIONS, SCOPES
from parindex.web.org.permissions import Action, Scope

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ENUM = re.compile(r"^class (\w+)\((?:StrEnum|models\.TextChoices)\):", re.MULTILINE)


def enums_of_the_site() -> Iterator[type[Enum]]:
    """Return every enum that a module of the site defines; a new one is found by itself."""
    for file in sorted((SOURCE / "parindex" / "web").rglob("*.py")):
        module = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
        for name in ENUM.findall(file.read_text(encoding="utf-8")):
            yield getattr(import_module(module), name)


ENUMS = (
    *(Status, NoneArisen, GivenBy, Part, Convention, Ties),
    *(Averages, Incomplete, FactType, Mode, Effect),
    *enums_of_the_site(),
)

FENCE = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SHELL = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
YAML_FILE = re.compile(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made on the web."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    words = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.strip().replace(" ", "-") for title in words}


def broken_links(page: Path) -> Iterator[str]:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(text):
        if "://" in link:
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_a_broken_link_and_a_broken_anchor_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](nowhere.md) [b](#nothing)\n# Here\n[c](#here)\n", encoding="utf-8")
    assert list(broken_links(page)) == ["nowhere.md", "#nothing"]


@pytest.mark.parametrize("folder", ["tutorials", "how-to", "reference", "explanation"])
def test_every_page_is_in_the_index(folder: str) -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    missing = [each.name for each in (DOCS / folder).glob("*.md") if each.name not in index]
    assert missing == []


def test_every_decision_is_in_its_index_and_has_its_four_parts() -> None:
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = sorted((DOCS / "adr").glob("0*.md"))
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    for file in decisions:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]}. "), file.name
        status = re.search(r"^- Status: (.+)$", text, re.MULTILINE)
        assert status is not None, file.name
        assert f"({file.name}) | {status[1]} |" in index
        for heading in ("## Context", "## Decision", "## Consequences"):
            assert heading in text, file.name


def test_generated_pages_are_up_to_date(tmp_path: Path) -> None:
    stale = [
        name_of(build.REFERENCE / file.relative_to(tmp_path))
        for file in build.write(tmp_path)
        if not (build.REFERENCE / file.relative_to(tmp_path)).is_file()
        or (build.REFERENCE / file.relative_to(tmp_path)).read_bytes() != file.read_bytes()
    ]
    assert stale == [], "run `make docs`"


def test_no_page_of_a_rulebook_is_left_over() -> None:
    written = {build.REFERENCE / name for name in build.pages()}
    assert set((build.REFERENCE / "rulebooks").glob("*.md")) <= written


GLOSSARY = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")


def section_of(states: type[Enum]) -> str:
    """Return what the glossary says of an enum."""
    return GLOSSARY.partition(f"### `{states.__name__}`")[2].partition("\n### ")[0]


@pytest.mark.parametrize("states", ENUMS, ids=lambda states: states.__name__)
def test_every_state_stands_in_the_glossary(states: type[Enum]) -> None:
    values = re.findall(r"\| `([^`]+)` \|$", section_of(states), re.MULTILINE)
    assert values == [member.value or '""' for member in states]


def test_enums_of_all_apps_are_asked_for() -> None:
    names = {states.__name__ for states in ENUMS}
    assert {"Role", "Action", "Scope", "ScanState", "Phase", "PointCause", "Fate"} <= names


WORDED = [states for states in ENUMS if hasattr(states, "labels") or states in {Action, Scope}]


@pytest.mark.parametrize("states", WORDED, ids=lambda states: states.__name__)
def test_words_of_the_glossary_are_those_of_the_screen(states: type[Enum]) -> None:
    spoken = {**ACTIONS, **SCOPES}
    with translation.override("vi"):
        words = [str(spoken.get(each) or each.label) for each in states]
    written = re.findall(r"^\| (.+?) \|.*\| `[^`]+` \|$", section_of(states), re.MULTILINE)
    assert written == words


def test_every_model_stands_in_the_glossary() -> None:
    models = {
        model.__name__ for model in apps.get_models() if model.__module__.startswith("parindex.")
    }
    section = GLOSSARY.partition("## Mô hình dữ liệu của trang")[2].partition("\n## ")[0]
    assert set(re.findall(r"\| `(\w+)` \|$", section, re.MULTILINE)) == models


VARIABLE = re.compile(r"\bPARINDEX_[A-Z]+(?:_[A-Z]+)*\b")


def variables_of_the_code() -> set[str]:
    """Return the names of all variables of the environment that code and Makefile know."""
    files = [ROOT / "Makefile", *SOURCE.rglob("*.py")]
    return {name for file in files for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}


def test_every_variable_of_the_environment_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    described = re.findall(r"^\| `(PARINDEX_\w+)` \|", page, re.MULTILINE)
    assert sorted(described) == sorted(variables_of_the_code())


def test_variables_are_found_where_they_are_read() -> None:
    assert {"PARINDEX_HOME", "PARINDEX_OIDC_CLIENT_SECRET"} <= variables_of_the_code()
    assert VARIABLE.findall('os.environ["PARINDEX_NO_SUCH"] or "PARINDEX_"') == ["PARINDEX_NO_SUCH"]


def test_counts_in_the_changelog_are_those_of_the_code() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"- {len(discover())} rule kinds." in text
    assert f"- {len(shipped_editions())} published editions" in text


def direct_dependencies() -> set[str]:
    """Return the names of all packages that pyproject.toml asks for."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [
        data["build-system"]["requires"],
        data["project"]["dependencies"],
        *data["project"]["optional-dependencies"].values(),
        *data["dependency-groups"].values(),
    ]
    names = {re.split(r"[\[<>=!~; ]", each)[0].lower() for found in lists for each in found}
    return names - {"parindex"}


@pytest.mark.parametrize("name", sorted(direct_dependencies()))
def test_every_dependency_is_a_decision(name: str) -> None:
    decisions = " ".join(
        file.read_text(encoding="utf-8").lower() for file in (DOCS / "adr").glob("0*.md")
    )
    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", decisions), name


SKIPPED = {"node_modules", "vendor", "var", "site", "dist"}
TEXTS = {".md", ".py", ".toml", ".yaml", ".html", ".css", ".svg", ".sh", ".po", ".json", ".lock"}
# Written in parts, so that this file does not hold what it looks for.
MACHINE = re.compile(r"(?<![\w.~*/-])/" + r"(?:work|root|tmp|home/\w+)" + r"/")
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", r"registry\.npm" + "js"))
)


def texts() -> Iterator[Path]:
    """Return the text files of the tree that are not made by a tool."""
    for file in sorted([*ROOT.iterdir(), *ROOT.glob("*/**/*")]):
        parts = file.relative_to(ROOT).parts
        is_hidden = any(part.startswith(".") for part in parts)
        if is_hidden or SKIPPED & set(parts) or not file.is_file():
            continue
        if file.suffix in TEXTS or file.name == "Makefile":
            yield file


def test_no_text_names_a_machine_s_folder_or_a_package_registry() -> None:
    found = [
        f"{name_of(file)}: {hit[0]}"
        for file in texts()
        for pattern in (MACHINE, REGISTRY)
        if (hit := pattern.search(file.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_a_folder_of_a_machine_would_be_found() -> None:
    assert MACHINE.search("see /" + "work/main for it")
    assert not MACHINE.search("docs/work/main, ~/tmp/x")


def test_the_example_rulebook_of_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (DOCS / "how-to" / "write-a-rulebook.md").read_text(encoding="utf-8")
    for name, text in YAML_FILE.findall(guide):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    rulebook, problems, cases = check_rulebook(tmp_path)
    assert problems == ()
    assert rulebook is not None
    assert f"{len(rulebook.leaves())} components, {cases} worked cases, no problem" in guide


def examples(page: Path) -> Iterator[tuple[list[str], str]]:
    """Return the shell examples that call `parindex`, each with the output shown below it."""
    for block, shown in SHELL.findall(page.read_text(encoding="utf-8")):
        lines = block.replace("\\\n", " ").splitlines()
        commands = [line for line in lines if line.startswith(".venv/bin/parindex ")]
        if commands and len(commands) == len(lines):
            yield commands, shown


WIDE = {**os.environ, "COLUMNS": "160"}
"""A table is as wide as the screen, so the screen is set."""

EXAMPLES = [
    pytest.param(commands, shown, id=commands[0].split()[1])
    for page in (ROOT / "README.md", DOCS / "how-to" / "import-an-annex.md")
    for commands, shown in examples(page)
    if "check var/draft" not in commands[0]  # the draft that a person must complete first
]


@pytest.mark.parametrize(("commands", "shown"), EXAMPLES)
def test_shell_examples_run_and_print_what_is_shown(
    commands: list[str], shown: str, tmp_path: Path
) -> None:
    printed = ""
    for command in commands:
        words = shlex.split(command.replace("var/", f"{tmp_path}/"))
        done = subprocess.run(  # noqa: S603 - our own command
            words, cwd=ROOT, env=WIDE, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        printed += done.stdout.replace(f"{tmp_path}/", "var/")
    for part in re.split(r"^…\n", shown, flags=re.MULTILINE):
        assert part in printed

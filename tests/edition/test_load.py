"""An edition that is not what it says it is, is refused with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parindex.edition.load import edition_folder, load_edition
from parindex.errors import EditionError, NotFoundError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(edition_folder("binh-duong-2017"), tmp_path / "edition")


def test_an_edition_that_nobody_ships_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="no edition 'nowhere'"):
        load_edition("nowhere")


def test_an_unknown_key_is_refused_with_its_line(folder: Path) -> None:
    file = folder / "edition.yaml"
    file.write_text("colour: red\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        load_edition(folder)
    (problem,) = caught.value.problems
    assert problem.where == "edition.yaml, line 1"
    assert problem.what.startswith("`colour`: ")


def test_broken_yaml_is_refused(folder: Path) -> None:
    (folder / "edition.yaml").write_text("slug: [\n", encoding="utf-8")
    with pytest.raises(EditionError, match="this is not valid YAML in UTF-8"):
        load_edition(folder)

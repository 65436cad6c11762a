"""Rule kinds: each is a file, a function of its name, words, a formula, and a test file."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from parindex.rulebook.kind import InputShape
from parindex.scoring import rules
from parindex.scoring.kinds import discover

NAMES = sorted(each.name for each in pkgutil.iter_modules(rules.__path__))


def module_of(name: str) -> ModuleType:
    return importlib.import_module(f"{rules.__name__}.{name}")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_file_of_the_folder_is_a_kind() -> None:
    assert sorted(discover()) == NAMES
    assert len(NAMES) >= 25


@pytest.mark.parametrize("name", NAMES)
def test_kind_has_a_test_file(name: str) -> None:
    file = Path(__file__).parent / "rules" / f"test_{name}.py"
    assert f"parindex.scoring.rules.{name} import" in file.read_text(encoding="utf-8")


def test_no_test_file_is_left_of_a_kind_that_is_gone() -> None:
    files = (Path(__file__).parent / "rules").glob("test_*.py")
    assert sorted(file.stem.removeprefix("test_") for file in files) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_kind_is_a_function_named_like_its_file(name: str) -> None:
    assert discover()[name].function is getattr(module_of(name), name)


@pytest.mark.parametrize("name", NAMES)
def test_kind_says_its_rule_in_vietnamese_and_english(name: str) -> None:
    kind = discover()[name]
    known = {*kind.parameters, "max_points"}
    assert set(kind.words) == {"vi", "en"}
    assert kind.words["vi"] != kind.words["en"]
    assert gaps(kind.words["vi"]) == gaps(kind.words["en"]) <= known


@pytest.mark.parametrize("name", NAMES)
def test_gaps_of_the_formula_can_be_filled(name: str) -> None:
    kind = discover()[name]
    decimals = {each for each, measure in kind.measures.items() if measure}
    known = {*kind.inputs, *decimals, "max_points", "ratio", "points"}
    assert gaps(kind.formula) <= known


@pytest.mark.parametrize("name", NAMES)
def test_kind_documents_what_goes_in_and_out(name: str) -> None:
    doc = discover()[name].function.__doc__ or ""
    for title in ("Parameters", "Returns", "Examples"):
        assert f"    {title}\n    {'-' * len(title)}\n" in doc, title
    assert ">>> " in doc


@pytest.mark.parametrize("name", NAMES)
def test_kind_names_every_error_that_it_raises(name: str) -> None:
    module = module_of(name)
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    doc = discover()[name].function.__doc__ or ""
    raised = {
        word
        for word in ("CountError", "NothingAroseError", "OptionError")
        if f"raise {word}" in source
    }
    assert {word for word in raised if word not in doc} == set()


def test_shapes_are_read_off_annotations() -> None:
    shapes = {name: set(kind.inputs.values()) for name, kind in discover().items()}
    assert shapes["ratio"] == {InputShape.NUMBER}
    assert shapes["yes_no"] == {InputShape.FLAG}
    assert shapes["choice"] == {InputShape.OPTION}
    assert shapes["survey"] == {InputShape.NUMBERS}
    assert shapes["checklist"] == {InputShape.FLAGS}


def test_measures_are_read_off_annotations() -> None:
    assert dict(discover()["linear_band"].measures) == {"low": "share", "high": "share"}
    assert dict(discover()["checklist"].measures) == {"parts": "points"}
    assert dict(discover()["tiers"].measures) == {"tiers": ""}


def test_a_parameter_with_a_default_may_be_left_out() -> None:
    assert discover()["deduct"].optional == {"floor"}
    assert discover()["ratio"].optional == frozenset()


def test_kinds_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        discover()["mine"] = discover()["ratio"]  # type: ignore[index]

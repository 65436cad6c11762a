"""Reading a rulebook: strict, complete in its complaints, each with file and line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from parindex.errors import NotFoundError, Problem, RulebookError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_rulebook, try_load
from parindex.scoring import load
from parindex.scoring.kinds import discover
from tests.small import TOP, book, dump, fields, leaf, node, text, write_book


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder, discover())
    return caught.value.problems


def only(folder: Path) -> Problem:
    (problem,) = refused(folder)
    return problem


def change(file: Path, old: str, new: str) -> None:
    written = file.read_text(encoding="utf-8")
    assert written.count(old) >= 1, written
    file.write_text(written.replace(old, new, 1), encoding="utf-8")


def line_of(file: Path, what: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if what in line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_book(tmp_path)


def test_a_sound_folder_is_loaded_in_the_order_of_the_decision(folder: Path) -> None:
    rulebook = load(folder)
    assert [each.code for each in rulebook.walk()] == ["1", "1.1", "1.2", "2", "2.1"]
    assert rulebook.scale == 10


def test_file_10_comes_after_file_2(tmp_path: Path) -> None:
    one = [node(str(n), "1", children=[leaf(f"{n}.1", "1", "fixed", {})]) for n in range(1, 12)]
    codes = [field.code for field in book(tmp_path, one, scale="11").fields]
    assert codes == [str(n) for n in range(1, 12)]


def test_a_name_that_nobody_ships_is_not_found() -> None:
    with pytest.raises(NotFoundError, match=r"no rulebook 'nowhere/2026'.*766/2026/province"):
        load("nowhere/2026")


def test_an_unknown_key_is_refused_with_its_line(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages:", "avarages: mean\naverages:")
    problem = only(folder)
    line = line_of(folder / "rulebook.yaml", "avarages")
    assert problem.where == f"rulebook.yaml, line {line}"
    assert problem.what == "`avarages` is not known here"
    assert problem.fix == "Remove it or correct its name"


def test_unknown_keys_hide_nothing_else_that_is_wrong(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages:", "avarages: mean\naverages:")
    change(folder / "rulebook.yaml", "scale: '10'", "scale: '11'")
    whats = [problem.what for problem in try_load(folder, discover())[1]]
    assert whats[0] == "`avarages` is not known here"
    assert whats[1].startswith("the fields add up to 10, the scale is 11")


def test_a_missing_key_is_refused(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages: mean_of_units\n", "")
    assert (only(folder).what, only(folder).fix) == ("`averages` is missing", "Add it")


def test_a_key_that_stands_twice_is_refused_with_its_line(folder: Path) -> None:
    file = folder / "rulebook.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "scale: '10'\n", encoding="utf-8")
    last = len(file.read_text(encoding="utf-8").splitlines())
    assert only(folder) == Problem(
        f"rulebook.yaml, line {last}", "the key 'scale' stands twice", "Keep one of them"
    )


@pytest.mark.parametrize(("code", "shown"), [("1.10", "Decimal('1.10')"), ("7", "7")])
def test_a_code_without_quotes_is_refused(folder: Path, code: str, shown: str) -> None:
    file = folder / "criteria" / "1.yaml"
    change(file, "code: '1.1'", f"code: {code}")
    problem = only(folder)
    assert problem.where == f"criteria/1.yaml, line {line_of(file, f'code: {code}')}"
    assert problem.what.endswith(f"is {shown}, which is no text")
    assert "in quotes" in problem.fix


def test_values_without_quotes_are_exact_decimals_and_never_floats(folder: Path) -> None:
    change(folder / "criteria" / "1.yaml", "on_time: '2'", "on_time: 2.0")
    change(folder / "criteria" / "1.yaml", "late: '1'", "late: 0.1")
    rule = load(folder).node("1.2").leaf
    assert rule is not None
    options = rule.rules()[0].values[0].parameters["options"]
    assert options["late"] == Decimal("0.1")
    assert type(options["late"]) is Decimal


def parts_of(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif hasattr(value, "items"):
        for item in value.values():
            yield from parts_of(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts_of(item)


@pytest.mark.parametrize(
    "name", ["766/2026/province", "tt01-vpcp/2018/nine_indicators", "khanh-hoa-nq57/2026/monthly"]
)
def test_no_float_stands_anywhere_in_a_shipped_rulebook(name: str) -> None:
    found = list(parts_of(load(name)))
    assert len(found) > 100
    assert [each for each in found if isinstance(each, float)] == []


@pytest.mark.parametrize("written", [".inf", ".nan", "2026-02-30", "!!python/name:os.system x"])
def test_a_value_that_cannot_be_read_is_refused_with_its_line(folder: Path, written: str) -> None:
    file = folder / "rulebook.yaml"
    change(file, "scale: '10'", f"scale: {written}")
    problem = refused(folder)[0]
    assert problem.where == f"rulebook.yaml, line {line_of(file, 'scale:')}"
    assert "cannot be read" in problem.what


@pytest.mark.parametrize("points", ["-1", "many", "true", "'NaN'", "[1]"])
def test_points_that_are_no_exact_number_from_0_up_are_refused(folder: Path, points: str) -> None:
    change(folder / "rulebook.yaml", "scale: '10'", f"scale: {points}")
    assert only(folder).what.startswith("`scale`: ")


def test_a_list_as_a_key_is_refused(folder: Path) -> None:
    change(folder / "facts.yaml", "website:", "[website]: 1\nwebsite:")
    assert "a key is a plain word or number" in refused(folder)[0].what


def test_a_value_that_holds_itself_is_refused(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages:", "settings: &x [*x]\naverages:")
    assert refused(folder)[0].what == "a value holds itself, or lies too deep"


def test_broken_yaml_is_refused_with_its_line(folder: Path) -> None:
    (folder / "criteria" / "2.yaml").write_text("code: '2'\nname: {vi: [\n", encoding="utf-8")
    problem = refused(folder)[0]
    assert problem.where.startswith("criteria/2.yaml, line ")
    assert problem.what.startswith("this is not valid YAML in UTF-8")


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "criteria" / "2.yaml").write_bytes("name: Mục tiêu".encode("utf-16"))
    problem = refused(folder)[0]
    assert problem.where == "criteria/2.yaml"
    assert "not valid YAML in UTF-8" in problem.what


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / "criteria" / "2.yaml").write_text("", encoding="utf-8")
    assert len(refused(folder)) == 1


def test_a_head_that_is_no_mapping_is_refused(folder: Path) -> None:
    (folder / "rulebook.yaml").write_text("- 1\n", encoding="utf-8")
    assert Problem("criteria/1.yaml, line 1", "`identity` is missing", "Add it") not in refused(
        folder
    )
    assert "`identity` is missing" in [problem.what for problem in refused(folder)]


def test_facts_that_are_no_mapping_are_refused(folder: Path) -> None:
    (folder / "facts.yaml").write_text("- settled\n", encoding="utf-8")
    assert Problem(
        "facts.yaml, line 1", "this is no list of facts", "Write `name: {type: …, label: …}`"
    ) in refused(folder)


def test_decomposed_letters_are_composed(folder: Path) -> None:
    file = folder / "rulebook.yaml"
    composed = load(folder)
    text_ = unicodedata.normalize("NFD", file.read_text(encoding="utf-8"))
    file.write_text(text_, encoding="utf-8")
    again = load(folder)
    assert again.title.vi == unicodedata.normalize("NFC", "Bộ mẫu")
    assert fingerprint(again) == fingerprint(composed)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages:", "avarages: mean\naverages:")
    change(folder / "criteria" / "1.yaml", "code: '1.1'", "code: 1.1")
    change(folder / "facts.yaml", "type: yes_no", "type: perhaps")
    places = [problem.where.split(",")[0] for problem in refused(folder)]
    assert sorted(places) == ["criteria/1.yaml", "facts.yaml", "rulebook.yaml"]


def test_the_message_says_place_fault_and_cure(folder: Path) -> None:
    change(folder / "rulebook.yaml", "averages: mean_of_units\n", "")
    with pytest.raises(RulebookError) as caught:
        load(folder)
    first, second = str(caught.value).splitlines()
    assert first == "The rulebook is refused: 1 problem(s), nothing was loaded."
    assert second == "- rulebook.yaml, line 1: `averages` is missing. Add it."


@pytest.mark.parametrize("name", ["none_arisen", "given_by"])
def test_a_component_without_a_policy_is_refused_since_none_is_guessed(
    tmp_path: Path, name: str
) -> None:
    bare = fields()
    del bare[0]["children"][0][name]
    problem = only(write_book(tmp_path, bare))
    assert problem.what == f"component 1.1 has no `{name}`"
    assert problem.fix == "Add it; none is guessed"


@pytest.mark.parametrize("name", ["step", "appraised_by"])
def test_step_and_appraiser_must_be_said_somewhere_above(folder: Path, name: str) -> None:
    file = folder / "criteria" / "2.yaml"
    kept = {key: value for key, value in (TOP | fields()[1]).items() if key != name}
    file.write_text(dump(kept), encoding="utf-8")
    assert only(folder).what == f"component 2.1 has no `{name}`"


def test_a_node_with_neither_children_nor_rule_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, [node("1", "10")]))
    assert problem.what == "1 needs either `children` or a `rule` (or `variants`)"


def test_a_node_with_children_and_a_rule_is_refused(tmp_path: Path) -> None:
    both = fields()
    both[0] |= {"rule": "fixed", "none_arisen": "ask", "given_by": "automatic"}
    assert only(write_book(tmp_path, both)).what.startswith("1 needs either")


def test_a_component_with_a_rule_and_variants_is_refused(tmp_path: Path) -> None:
    both = fields()
    rules = {option: {"rule": "fixed"} for option in ("on_time", "late", "none")}
    both[0]["children"][0]["variants"] = {"by": "plan", "rules": rules}
    assert only(write_book(tmp_path, both)).what == "1.1 has a `rule` and `variants`"


def test_a_rule_kind_that_does_not_exist_is_refused(folder: Path) -> None:
    change(folder / "criteria" / "1.yaml", "rule: ratio", "rule: ration")
    problem = only(folder)
    assert problem.what == "no rule kind 'ration'"
    assert "ratio_floor" in problem.fix


def test_a_parameter_that_is_missing_is_refused(folder: Path) -> None:
    change(folder / "criteria" / "2.yaml", "weights:", "waits:")
    missing, unknown = refused(folder)
    assert missing.what == "`weights` is missing for rule `survey`"
    assert unknown.what == "rule `survey` has no parameter `waits`"
    assert unknown.fix == "Its parameters are: weights"


def test_a_parameter_of_a_wrong_shape_is_refused_at_its_line(folder: Path) -> None:
    file = folder / "criteria" / "2.yaml"
    change(file, "good: '1'", "good: all of it")
    problem = only(folder)
    assert problem.where == f"criteria/2.yaml, line {line_of(file, 'all of it')}"
    assert problem.what == "`weights`: 'all of it' is not a number"


def test_a_rule_without_values_that_it_needs_is_refused(tmp_path: Path) -> None:
    bare = fields()
    del bare[1]["children"][0]["values"]
    assert only(write_book(tmp_path, bare)).what == "rule `survey` has no `values`"


def test_inputs_of_a_strange_shape_are_refused(tmp_path: Path) -> None:
    odd = fields()
    odd[0]["children"][0]["inputs"]["numerator"] = 5
    assert all("numerator" in problem.what for problem in refused(write_book(tmp_path, odd)))


def test_children_inherit_source_field_part_and_appraiser(tmp_path: Path) -> None:
    above = fields()
    above[0] |= {"source": {"act": "1/QĐ", "place": "mục 1"}, "field_key": "direction"}
    above.append(
        node(
            "B",
            "1",
            part="bonus",
            children=[
                leaf(
                    "B.1",
                    "1",
                    "bonus",
                    {"count": "merits"},
                    values=[{"from": "2026-01-01", "per": "1"}],
                    appraised_by=text("Sở Nội vụ", "Home Affairs"),
                )
            ],
        )
    )
    rulebook = book(tmp_path, above)
    component = rulebook.node("1.1")
    assert str(component.source) == "1/QĐ, mục 1"
    assert component.field_key == "direction"
    assert rulebook.node("B.1").part == "bonus"
    assert rulebook.node("2.1").field_key == "n_2"
    assert [rulebook.node(code).leaf.appraised_by.en for code in ("1.1", "B.1")] == [
        "Council",
        "Home Affairs",
    ]


@pytest.fixture
def derived(tmp_path: Path) -> Path:
    """Return a folder beside a base from which it is derived."""
    write_book(tmp_path / "base")
    (tmp_path / "derived").mkdir()
    return tmp_path / "derived"


def derive(folder: Path, **head: Any) -> Path:
    (folder / "rulebook.yaml").write_text(dump(head), encoding="utf-8")
    return folder


def test_a_derived_set_changes_what_it_names_and_nothing_else(derived: Path) -> None:
    changed = [{"code": "1.1", "none_arisen": "full"}]
    rulebook = load(derive(derived, based_on="../base", identity="synthetic/2", changes=changed))
    base = load(derived.parent / "base")
    assert rulebook.identity == "synthetic/2"
    assert rulebook.node("1.1").leaf.none_arisen == "full"
    assert base.node("1.1").leaf.none_arisen == "not_applicable"
    assert rulebook.node("1.2") == base.node("1.2")


def test_faults_of_the_base_carry_its_name(derived: Path) -> None:
    change(derived.parent / "base" / "criteria" / "1.yaml", "code: '1.1'", "code: 1.1")
    assert only(derive(derived, based_on="../base")).where.startswith(
        "../base/criteria/1.yaml, line "
    )


def test_an_unknown_base_is_refused(derived: Path) -> None:
    problem = refused(derive(derived, identity="x/1", based_on="../nothing"))[0]
    assert problem.where == "rulebook.yaml, line 2"
    assert problem.what.startswith("no rulebook ")
    assert problem.fix == "Name a shipped rulebook or a folder"


def test_a_base_that_is_no_name_is_refused(derived: Path) -> None:
    assert "766, which is no name" in refused(derive(derived, based_on=766))[0].what


def test_a_set_based_on_itself_is_refused(derived: Path) -> None:
    problem = refused(derive(derived, based_on="../derived"))[0]
    assert problem.what == "`based_on` '../derived' leads back to this rulebook"


def test_a_change_to_an_unknown_code_is_refused(derived: Path) -> None:
    problem = only(derive(derived, based_on="../base", changes=[{"code": "9.9", "step": "1"}]))
    assert problem.where.startswith("rulebook.yaml, line ")
    assert problem.what == "the base has no code '9.9'"


@pytest.mark.parametrize("changes", [{"code": "1.1"}, "1.1"])
def test_changes_that_are_no_list_are_refused(derived: Path, changes: Any) -> None:
    assert only(derive(derived, based_on="../base", changes=changes)).what == "`changes` is no list"


def test_a_change_that_names_no_code_is_refused(derived: Path) -> None:
    problem = only(derive(derived, based_on="../base", changes=["1.1"]))
    assert problem.what == "the base has no code None"


def test_an_unknown_key_in_a_change_is_refused_where_it_was_written(derived: Path) -> None:
    changed = [{"code": "1.1", "weight": "2"}]
    problem = only(derive(derived, based_on="../base", changes=changed))
    line = line_of(derived / "rulebook.yaml", "weight")
    assert problem.where == f"rulebook.yaml, line {line}"


def test_a_rulebook_cannot_be_changed(folder: Path) -> None:
    rulebook = load(folder)
    before = fingerprint(rulebook)
    component = rulebook.node("1.2")
    with pytest.raises(ValidationError, match="frozen"):
        rulebook.scale = Decimal(5)
    with pytest.raises(ValidationError, match="frozen"):
        component.max_points = Decimal(5)
    rule = component.leaf.rules()[0]
    maps = [
        rulebook.facts,
        rulebook.blocks,
        rulebook.bands,
        rule.inputs,
        rule.values[0].parameters,
        rule.values[0].parameters["options"],
        rulebook.facts["plan"].options,
    ]
    for each in maps:
        with pytest.raises(TypeError):
            each["x"] = 1  # type: ignore[index]
    assert fingerprint(rulebook) == before


def test_a_code_that_is_not_there_is_not_found(folder: Path) -> None:
    with pytest.raises(NotFoundError, match=r"rulebook synthetic/2026/small has no code '9'"):
        load(folder).node("9")


def test_bands_of_a_block_go_before_those_of_all_blocks(tmp_path: Path) -> None:
    low = {"label": text("Yếu", "Weak"), "lower": "0"}
    own = {"label": text("Kém", "Poor"), "lower": "0"}
    rulebook = book(tmp_path, bands={"on": "index", "of": {"*": [low], "commune": [own]}})
    names = [rulebook.bands_of(block)[0].label.en for block in ("department", "commune")]
    assert names == ["Weak", "Poor"]


def test_values_in_force_are_the_latest_that_have_begun(tmp_path: Path) -> None:
    dated = fields()
    dated[1]["children"][0]["values"] = [
        {"from": "2026-01-01", "weights": {"good": "1", "bad": "0"}},
        {"from": "2026-07-01", "weights": {"good": "1", "bad": "0.5"}},
    ]
    rule = book(tmp_path, dated).node("2.1").leaf.rules()[0]
    bad = [
        rule.in_force(on).parameters["weights"]["bad"]
        for on in (date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1), None)
    ]
    assert bad == [0, 0, Decimal("0.5"), Decimal("0.5")]


def test_a_broken_rulebook_is_not_half_loaded(folder: Path) -> None:
    change(folder / "criteria" / "1.yaml", "rule: ratio", "rule: ration")
    rulebook, problems = try_load(folder, discover())
    assert rulebook is None
    assert len(problems) == 1


def test_a_code_is_looked_for_past_what_is_no_node(derived: Path) -> None:
    (derived.parent / "base" / "criteria" / "0.yaml").write_text("just words\n", encoding="utf-8")
    changed = [{"code": "1.1", "none_arisen": "full"}]
    problem = only(derive(derived, based_on="../base", changes=changed))
    assert problem.where == "../base/criteria/0.yaml, line 1"

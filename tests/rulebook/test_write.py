"""A rulebook that is written and read back is equal law."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from parindex.errors import RulebookError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_rulebook, shipped_rulebooks, try_load
from parindex.rulebook.source import Positions, read_yaml
from parindex.rulebook.write import dump_yaml, write_rulebook
from parindex.scoring.kinds import discover

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn"]), min_size=1, max_size=30
)
WORDS = st.fixed_dictionaries({"vi": TEXTS, "en": TEXTS})
DATES = st.dates()
KINDS = ("yes_no", "choice", "steps_ratio", "external", "checklist", "deduct")


def cents(number: int) -> str:
    return str(Decimal(number) / 100)


class Builder:
    """Draws a document of a rulebook whose maxima add up."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.facts: dict[str, Any] = {}
        self.number = 0

    def fact(self, kind: str, **more: Any) -> str:
        name = f"f{len(self.facts)}"
        self.facts[name] = {"type": kind, "label": self.draw(WORDS), **more}
        return name

    def node(self, depth: int, points: int) -> dict[str, Any]:
        self.number += 1
        raw: dict[str, Any] = {
            "code": f"{depth}.{self.number}0",
            "key": f"k{self.number}",
            "name": self.draw(WORDS),
            "max_points": cents(points),
        }
        if self.draw(st.booleans()):
            raw["source"] = {"act": "1/QĐ", "place": self.draw(TEXTS)}
        if self.draw(st.booleans()):
            raw["applies_to"] = ["a"]
        if depth == 0 or self.draw(st.booleans()):
            raw |= {"step": "0.01", "appraised_by": self.draw(WORDS)}
        if depth < 2 and self.draw(st.booleans()):
            first = self.draw(st.integers(0, points))
            raw["children"] = [self.node(depth + 1, first), self.node(depth + 1, points - first)]
            return raw
        return raw | self.leaf(points)

    def leaf(self, points: int) -> dict[str, Any]:
        kind = self.draw(st.sampled_from(KINDS))
        raw = getattr(self, kind)(points)
        raw |= {"rule": kind, "given_by": "self_scored", "evidence": [self.draw(WORDS)]}
        raw["none_arisen"] = self.draw(st.sampled_from(["ask", "full", "zero", "not_applicable"]))
        raw |= self.draw(st.fixed_dictionaries({}, optional={"guide": WORDS, "note": WORDS}))
        return raw

    def values(self, **parameters: Any) -> list[dict[str, Any]]:
        days = sorted(self.draw(st.sets(DATES, min_size=1, max_size=2)))
        return [{"from": day, **parameters} for day in days]

    def yes_no(self, _points: int) -> dict[str, Any]:
        return {"inputs": {"met": self.fact("yes_no")}}

    def choice(self, points: int) -> dict[str, Any]:
        names = self.draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
        fact = self.fact("choice", options={name: self.draw(WORDS) for name in names})
        options = dict.fromkeys(names, "0") | {names[0]: cents(points)}
        return {"inputs": {"option": fact}, "values": self.values(options=options)}

    def steps_ratio(self, points: int) -> dict[str, Any]:
        edge = cents(self.draw(st.integers(1, 100)))
        low, high = self.draw(st.sampled_from([("at_most", "above"), ("below", "at_least")]))
        steps = [{high: edge, "points": cents(points)}, {low: edge, "points": "0"}]
        inputs = {"numerator": self.fact("count"), "denominator": self.fact("amount")}
        return {"inputs": inputs, "values": self.values(steps=steps)}

    def external(self, _points: int) -> dict[str, Any]:
        return {"inputs": {"value": self.fact("points")}, "values": self.values(source_max="2.50")}

    def checklist(self, points: int) -> dict[str, Any]:
        first, second = self.fact("yes_no"), self.fact("yes_no")
        parts = {first: cents(points), second: "0"}
        return {"inputs": {"ticks": [first, second]}, "values": self.values(parts=parts)}

    def deduct(self, _points: int) -> dict[str, Any]:
        values = self.values(per="0.25", floor="0")
        counts = [self.fact("count"), self.fact("count")]
        return {"inputs": {"count": counts}, "values": values}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw whole rulebooks: `rulebook.yaml` with facts and fields in it."""
    builder = Builder(draw)
    maxima = draw(st.lists(st.integers(0, 2000), min_size=1, max_size=3))
    fields = [builder.node(0, points) for points in maxima]
    return {
        "identity": "random/2026",
        "title": draw(WORDS),
        "model": draw(st.booleans()),
        "blocks": {"a": draw(WORDS), "b": draw(WORDS)},
        "valid_from": draw(DATES),
        "acts": [{"number": "1/QĐ", "issued": draw(DATES), "title": draw(WORDS)}],
        "source": {"act": "1/QĐ"},
        "scale": cents(sum(maxima)),
        "facts": builder.facts,
        "fields": fields,
        "not_applicable": {"convention": "R2", "missing": "left_out", "pending": "holds_total"},
        "rounding": {"rank_on": "rounded", "display": {"step": "0.01", "mode": "half_even"}},
        "ranking": {"ties": "competition", "tie_breakers": [fields[0]["code"]]},
        "averages": "mean_of_units",
        "bands": {"on": "points", "of": {"*": [{"label": draw(WORDS), "lower": "0"}]}},
        "gates": [
            {"at_most": "x", "reason": draw(WORDS), "source": {"act": "1/QĐ"}, "min_points": "0.5"}
        ],
        "settings": draw(
            st.lists(st.fixed_dictionaries({"about": TEXTS, "text": WORDS}), max_size=2)
        ),
    }


@given(documents())
@settings(max_examples=40, deadline=None, database=None, phases=[Phase.generate])
def test_any_rulebook_written_and_read_is_equal(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name) / "first", Path(name) / "second"
        first.mkdir()
        text = yaml.safe_dump(document, allow_unicode=False)  # another writer than ours
        (first / "rulebook.yaml").write_text(text, encoding="utf-8")
        before, problems = try_load(first, discover())
        assert before is not None, problems
        write_rulebook(before, second)
        after, _ = try_load(second, discover())
        assert after == before
        assert fingerprint(after) == fingerprint(before)


@given(st.recursive(TEXTS | st.dates() | st.integers() | st.booleans() | st.none(), st.lists))
@settings(max_examples=200, deadline=None, database=None)
def test_any_text_survives(value: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "a.yaml"
        file.write_text(dump_yaml({"value": value}), encoding="utf-8", newline="\n")
        problems: list[Any] = []
        assert read_yaml(file, "a.yaml", (), Positions(), problems) == {"value": value}
        assert problems == []


@pytest.mark.parametrize("name", shipped_rulebooks())
def test_shipped_rulebooks_written_and_read_are_equal(name: str, tmp_path: Path) -> None:
    rulebook = load_rulebook(name, discover())
    files = write_rulebook(rulebook, tmp_path / "copy")
    again = load_rulebook(tmp_path / "copy", discover())
    assert again == rulebook
    assert fingerprint(again) == fingerprint(rulebook)
    assert len(files) == 2 + len(rulebook.fields)


def test_a_writer_of_equal_law_writes_equal_files(tmp_path: Path) -> None:
    rulebook = load_rulebook("766/2026/province", discover())
    first = write_rulebook(rulebook, tmp_path / "first")
    again = load_rulebook(tmp_path / "first", discover())
    second = write_rulebook(again, tmp_path / "second")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_decimals_and_codes_are_quoted_and_dates_plain(tmp_path: Path) -> None:
    write_rulebook(load_rulebook("766/2026/province", discover()), tmp_path / "copy")
    head = (tmp_path / "copy" / "rulebook.yaml").read_text(encoding="utf-8")
    assert "valid_from: 2026-01-01\n" in head
    assert 'scale: "100"\n' in head
    assert "Bộ chỉ số 766" in head
    field = (tmp_path / "copy" / "criteria" / "2.yaml").read_text(encoding="utf-8")
    assert field.startswith('code: "II"\nkey: progress\nname: {vi: Tiến độ giải quyết')
    assert '  - code: "2.1"\n' in field


def test_a_rulebook_is_never_overwritten(tmp_path: Path) -> None:
    rulebook = load_rulebook("766/2026/province", discover())
    write_rulebook(rulebook, tmp_path)
    with pytest.raises(RulebookError, match=r"already holds rulebook.yaml, facts.yaml, criteria"):
        write_rulebook(rulebook, tmp_path)

"""Statistics are found by their folder; their facts are those of the 766 rulebooks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from parindex.caseload import statistics
from parindex.caseload.counting import wholes
from parindex.caseload.counting.statistic import Statistic, chosen, columns, discover
from parindex.errors import NotFoundError

FOLDER = Path(statistics.__path__[0])
FACTS = FOLDER.parent.parent / "rulebooks" / "766" / "2026" / "province" / "facts.yaml"
ALL = list(discover().values())
NOT_OF_DOSSIERS = {
    # decided and published by other offices, petitions, and the mean that two integers give
    *("procedures_announced_on_time", "procedures_announced"),
    *("procedures_made_public_on_time", "procedures_to_make_public"),
    *("procedures_with_full_content", "procedures_public"),
    *("petitions", "petitions_on_time", "petitions_to_handle"),
    *("petitions_satisfied", "petitions_rated", "mean_days"),
    *("level", "period", "captured"),
}


def test_every_file_is_a_statistic_of_its_name() -> None:
    files = {(each.parent.name, each.stem) for each in FOLDER.glob("*/*.py")}
    files = {(folder, name) for folder, name in files if name != "__init__"}
    assert files == {(each.group, each.name) for each in ALL}


def test_every_fact_of_the_rulebook_that_dossiers_can_give_is_counted() -> None:
    asked = set(yaml.safe_load(FACTS.read_text(encoding="utf-8"))) - NOT_OF_DOSSIERS
    given = {name for each in ALL for name in (each.name, each.denominator)}
    assert asked <= given, asked - given


def test_facts_of_766_bear_the_words_of_the_rulebook() -> None:
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    for each in ALL:
        if each.group == "decision_766":
            assert each.words["vi"] == facts[each.name]["label"]["vi"]
            assert each.words["en"] == facts[each.name]["label"]["en"]


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_a_statistic_has_words_in_both_languages_and_a_source(each: Statistic) -> None:
    assert set(each.words) == {"vi", "en"}
    assert all(each.words.values())
    assert each.source
    assert each.over in {"dossiers", "procedures"}


def test_no_two_facts_share_a_column_unless_they_are_one_whole() -> None:
    for each in ALL:
        if each.count_column != each.name:
            assert each.count is getattr(wholes, each.count_column)
    named = [each.name for each in ALL]
    assert len(named) == len(set(named))
    assert "nothing" not in columns()


def test_a_strange_statistic_is_refused_with_where_the_names_are() -> None:
    with pytest.raises(NotFoundError, match=r"dossiers_in_time; the names are in docs"):
        chosen(("dossiers_in_time",))

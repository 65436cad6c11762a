"""The check `broken_identity`: planted, and near misses at each edge."""

from __future__ import annotations

import polars as pl

from parindex.caseload.quality import FORM
from tests.caseload.quality.making import frames, look, units

ROW = dict(zip(range(3, 14), (100, 60, 30, 10, 70, 40, 20, 10, 30, 25, 5), strict=True))


def reported(**changes: int | None) -> dict[str, int]:
    row = {f"column_{number}": value for number, value in ROW.items()} | changes
    form = pl.DataFrame([row | {"unit_code": "H44.45", "period": "2026-08"}], schema=FORM)
    found = look("broken_identity", frames(form=form.lazy()))
    assert found.asked == ("broken_identity",)
    return {str(signal.figures["parts"]): signal.dossiers for signal in found}


def test_a_form_that_adds_up_is_not_seen() -> None:
    assert reported() == {}


def test_each_identity_is_seen_alone() -> None:
    assert reported(column_4=61) == {"4 + 5 + 6": 1}
    assert reported(column_8=39) == {"8 + 9 + 10": 1}
    assert reported(column_13=7) == {"12 + 13": 2}
    assert reported(column_3=101, column_4=61) == {"7 + 11": 1}


def test_an_empty_cell_breaks_nothing() -> None:
    assert reported(column_4=None) == {}


def test_another_period_is_not_looked_at() -> None:
    row = {f"column_{number}": value for number, value in ROW.items()} | {"column_4": 0}
    form = pl.DataFrame([row | {"unit_code": "H44.45", "period": "2026-07"}], schema=FORM)
    assert units("broken_identity", frames(form=form.lazy())) == {}


def test_the_sentence_names_columns_and_sums() -> None:
    row = {f"column_{number}": value for number, value in ROW.items()} | {"column_13": 7}
    form = pl.DataFrame([row | {"unit_code": "H44.45", "period": "2026-08"}], schema=FORM)
    [signal] = look("broken_identity", frames(form=form.lazy()))
    assert signal.sentence("vi") == "H44.45 kỳ 2026-08: cột 11 là 30, tổng cột 12 + 13 là 32."

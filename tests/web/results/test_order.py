"""Lists come in one order on every database, where empty ranks sort differently."""

from __future__ import annotations

import pytest

from parindex.web.results.models import Node, UnitResult
from parindex.web.results.queries.nodes import node_page
from parindex.web.results.queries.search import found_units


@pytest.fixture
def unranked(gia_lai: object) -> UnitResult:
    """Return a department whose rank has been taken away."""
    unit = UnitResult.objects.filter(block__edition=gia_lai, rank=1).order_by("pk")[0]
    UnitResult.objects.filter(pk=unit.pk).update(rank=None)
    unit.refresh_from_db()
    return unit


@pytest.mark.django_db
def test_a_found_unit_without_a_rank_stands_behind_those_with_one(unranked: UnitResult) -> None:
    found = [unit for unit in found_units("so", limit=500) if unit.block_id == unranked.block_id]
    assert len(found) > 2
    assert found[-1] == unranked
    ranks = [unit.rank for unit in found[:-1]]
    assert ranks == sorted(ranks)


@pytest.mark.django_db
def test_units_with_equal_shares_stand_by_rank_on_the_page_of_a_node(gia_lai: object) -> None:
    node = Node.objects.filter(block__edition=gia_lai, depth=0).order_by("pk")[0]
    rows = node_page(node).rows
    places = [(row.share is None, -(row.share or 0), row.unit.rank, row.unit.unit) for row in rows]
    assert len(places) > 2
    assert places == sorted(places)

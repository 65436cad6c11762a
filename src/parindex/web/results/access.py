"""Finds published objects by what stands in an address; what is not public does not exist."""

from __future__ import annotations

from django.http import Http404

from parindex.web.results.models import Block, Edition, Node, UnitResult


def access_edition(slug: str) -> Edition:
    """Return the current edition with this slug."""
    edition = Edition.objects.filter(slug=slug, is_current=True).first()
    if edition is None:
        raise Http404(slug)
    return edition


def access_block(edition: Edition, key: str | None) -> Block:
    """Return a block of an edition, the first when none is named."""
    blocks = edition.blocks.all()
    block = blocks.filter(key=key).first() if key else blocks.first()
    if block is None:
        raise Http404(key)
    block.edition = edition
    return block


def access_unit(edition: Edition, code: str) -> UnitResult:
    """Return the result of a unit in an edition."""
    found = UnitResult.objects.select_related("block__edition")
    unit = found.filter(block__edition=edition, unit=code).first()
    if unit is None:
        raise Http404(code)
    return unit


def access_node(block: Block, code: str) -> Node:
    """Return a node of a block's rulebook."""
    node = block.nodes.filter(code=code).first()
    if node is None:
        raise Http404(code)
    return node

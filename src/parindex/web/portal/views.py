"""Pages of the public site: access, one query, render."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parindex.errors import NotFoundError
from parindex.web.results import access, domain, queries
from parindex.web.results.models import Block, Edition, UnitResult


def home(request: HttpRequest) -> HttpResponse:
    """Show what the site holds, and a way in."""
    cards = queries.edition_cards()
    ranked = [card for card in cards if card.blocks]
    featured = ranked[0] if ranked else None
    block = featured.blocks[0] if featured else None
    context = {
        "section": "home",
        "cards": cards,
        "families": queries.families(cards),
        "featured": featured,
        "featured_block": block,
        "featured_rows": queries.ranking(block)[:6] if block else [],
        "unit_total": sum(card.units for card in cards),
        "practice": settings.PRACTICE,
    }
    return render(request, "portal/home.html", context)


def rankings(request: HttpRequest) -> HttpResponse:
    """List the editions."""
    context = {"section": "rankings", "families": queries.families(queries.edition_cards())}
    return render(request, "portal/rankings.html", context)


def _block_context(block: Block, blocks: list[Block]) -> dict[str, object]:
    edition = block.edition
    return {
        "edition": edition,
        "title": queries.in_language(edition, "title"),
        "unit_block": block,
        "block_name": queries.in_language(block, "name"),
        "blocks": [(each, queries.in_language(each, "name")) for each in blocks],
    }


def ranking(request: HttpRequest, edition: str, block: str | None = None) -> HttpResponse:
    """Rank the units of a block."""
    found = access.access_edition(edition)
    blocks = list(found.blocks.all())
    if not blocks and block is None:
        return render(request, "portal/means.html", _means_context(found))
    chosen = access.access_block(found, block)
    order = request.GET.get("xep", "rank")
    query, band = request.GET.get("tim", "").strip(), request.GET.get("loai", "")
    nodes = queries.heat_nodes(chosen)
    context = {
        **_block_context(chosen, blocks),
        "section": "rankings",
        "rows": queries.ranking(chosen, order=order, query=query, band=band),
        "orders": [
            ("rank", _("Thứ hạng")),
            ("name", _("Tên đơn vị")),
            *(
                (node.code, f"{node.code}. {queries.in_language(node, 'name')}")
                for node in nodes
                if len(nodes) > 1
            ),
        ],
        "order": order,
        "query": query,
        "band": band,
        "bands": queries.band_counts(chosen),
        "has_fields": len(nodes) > 1,
        "has_points": any(unit.points != unit.index for unit in chosen.units.all()),
        "unit_count": chosen.units.count(),
        "has_survey": chosen.units.filter(surveyed__isnull=False).exists(),
        "averages": queries.edition_averages(found),
    }
    return render(request, "portal/ranking.html", context)


def _means_context(edition: Edition) -> dict[str, object]:
    means = queries.published_means(edition)
    return {
        "section": "rankings",
        "edition": edition,
        "title": queries.in_language(edition, "title"),
        "averages": queries.edition_averages(edition),
        "means": means,
        "has_points": any(each.appraised is not None for each in means),
    }


def heat_map(request: HttpRequest, edition: str, block: str) -> HttpResponse:
    """Show all units by all fields."""
    found = access.access_edition(edition)
    chosen = access.access_block(found, block)
    context = {
        **_block_context(chosen, list(found.blocks.all())),
        "section": "rankings",
        "nodes": [(node, queries.in_language(node, "name")) for node in queries.heat_nodes(chosen)],
        "rows": queries.ranking(chosen),
    }
    return render(request, "portal/heat_map.html", context)


def units(request: HttpRequest) -> HttpResponse:
    """Find a unit, or walk through the editions' units."""
    query = request.GET.get("tim", "").strip()
    context = {
        "section": "units",
        "query": query,
        "found": queries.found_units(query),
        "directory": queries.unit_directory(),
    }
    return render(request, "portal/units.html", context)


def unit(request: HttpRequest, edition: str, unit: str) -> HttpResponse:
    """Show the scorecard of a unit."""
    found = access.access_unit(access.access_edition(edition), unit)
    context = {
        **_block_context(found.block, list(found.block.edition.blocks.all())),
        "section": "units",
        "has_fields": len(queries.heat_nodes(found.block)) > 1,
        "card": queries.scorecard(found),
        "unit": found,
    }
    return render(request, "portal/unit.html", context)


def criteria(request: HttpRequest) -> HttpResponse:
    """List the editions whose criteria can be read."""
    return render(
        request, "portal/criteria.html", {"section": "criteria", "cards": queries.edition_cards()}
    )


def criteria_of(request: HttpRequest, edition: str, block: str) -> HttpResponse:
    """List the criteria of a block with how units did."""
    found = access.access_edition(edition)
    chosen = access.access_block(found, block)
    context = {
        **_block_context(chosen, list(found.blocks.all())),
        "section": "criteria",
        "lines": queries.criteria_lines(chosen),
        "rulebook_title": queries.in_language(chosen, "rulebook_title"),
    }
    return render(request, "portal/criteria_of.html", context)


def criterion(request: HttpRequest, edition: str, block: str, code: str) -> HttpResponse:
    """Show the rule of a component and all units side by side."""
    found = access.access_edition(edition)
    chosen = access.access_block(found, block)
    node = access.access_node(chosen, code)
    context = {
        **_block_context(chosen, list(found.blocks.all())),
        "section": "criteria",
        "page": queries.node_page(node),
        "texts": queries.texts_of(node),
    }
    return render(request, "portal/criterion.html", context)


def _chosen(block: Block | None, code: str) -> UnitResult | None:
    return block.units.filter(unit=code).first() if block and code else None


def _difference(first: UnitResult | None, second: UnitResult | None) -> Decimal | None:
    """Return by how many points of the index the first unit is above the second."""
    known = first and second and first.index is not None and second.index is not None
    return first.index - second.index if known else None


def compare(request: HttpRequest) -> HttpResponse:
    """Put two units of one block side by side."""
    pairs = queries.edition_blocks()
    wanted = request.GET.get("khoi", "")
    block = next((each for each in pairs if f"{each.edition.slug}/{each.key}" == wanted), None)
    block = block or (pairs[0] if pairs else None)
    first = _chosen(block, request.GET.get("a", ""))
    second = _chosen(block, request.GET.get("b", ""))
    context = {
        "section": "compare",
        "pairs": [(each, f"{each.edition.slug}/{each.key}") for each in pairs],
        "unit_block": block,
        "choices": queries.units_by_name(block) if block else [],
        "first": first,
        "second": second,
        "lines": queries.compared_units(first, second) if first and second else [],
        "difference": _difference(first, second),
    }
    return render(request, "portal/compare.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Find units and components by words, with or without marks."""
    query = request.GET.get("tim", "").strip()
    context = {
        "query": query,
        "units": queries.found_units(query),
        "nodes": [(node, queries.in_language(node, "name")) for node in queries.found_nodes(query)],
    }
    return render(request, "portal/search.html", context)


def open_data(request: HttpRequest) -> HttpResponse:
    """List everything that can be downloaded."""
    return render(
        request, "portal/open_data.html", {"section": "open_data", "cards": queries.edition_cards()}
    )


def methods(request: HttpRequest) -> HttpResponse:
    """Say how scores, ranks and means are made, and list the rulebooks."""
    context = {
        "section": "methods",
        "rulebooks": domain.rulebook_list(),
        "cards": queries.edition_cards(),
    }
    return render(request, "portal/methods.html", context)


def rulebook(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rulebook as a lawyer reads it."""
    try:
        page = domain.rulebook_page(name)
    except NotFoundError:
        raise Http404(name) from None
    return render(request, "portal/rulebook.html", {"section": "methods", "page": page})

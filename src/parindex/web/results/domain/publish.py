"""Publishes editions: recomputed first, frozen afterwards."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction

from parindex import __version__
from parindex.edition import load_edition, recompute, shipped_editions
from parindex.edition.load import Edition as EditionData
from parindex.edition.load import edition_folder
from parindex.edition.verify import ScoredPart, mean_of, unexplained
from parindex.errors import EditionError, Problem
from parindex.rulebook.model import Averages, GivenBy, Rulebook, Text
from parindex.rulebook.model import Node as RulebookNode
from parindex.scoring import NodeScore, Status, UnitScore
from parindex.scoring.averages import block_means
from parindex.scoring.explain import explain
from parindex.scoring.totals import explain_total
from parindex.web.common.formats import plain_name
from parindex.web.results.domain.words import node_words
from parindex.web.results.models import Block, Edition, Node, NodeResult, UnitResult

LANGUAGES = ("vi", "en")


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"vi": text.vi, "en": text.en}


def content_hash(data: EditionData, parts: tuple[ScoredPart, ...]) -> str:
    """Return the hash of all that an edition is made of: its files and its rulebooks."""
    digest = hashlib.sha256()
    for file in sorted(edition_folder(data.slug).iterdir()):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for part in parts:
        digest.update(part.result.fingerprint.encode())
    return digest.hexdigest()


@transaction.atomic
def publish_edition(slug: str) -> Edition | None:
    """Publish a shipped edition; None when this very content is published already.

    Every printed cell is recomputed first; a difference that the edition does not explain
    stops the publication.
    """
    data, parts = load_edition(slug), recompute(slug)
    if differing := unexplained(slug):
        raise EditionError(
            Problem(
                f"{slug} {each.unit} {each.code}",
                f"printed {each.printed}, computed {each.computed}",
                "Explain it under `deviations` or correct the figure",
            )
            for each in differing
        )
    fingerprint = content_hash(data, parts)
    current = Edition.objects.filter(slug=slug, is_current=True).first()
    if current is not None and current.content_hash == fingerprint:
        return None
    if current is not None:
        Edition.objects.filter(pk=current.pk).update(is_current=False)
    edition = _write_edition(
        data, parts, fingerprint, version=current.version + 1 if current else 1
    )
    for position, part in enumerate(parts):
        _write_block(edition, part, position)
    return edition


def publish_shipped_editions() -> Iterator[tuple[str, bool]]:
    """Publish all shipped editions; yields each slug and whether it was new."""
    for slug in shipped_editions():
        yield slug, publish_edition(slug) is not None


def _overall(data: EditionData, parts: tuple[ScoredPart, ...]) -> dict[str, Decimal | None]:
    """Return the mean over blocks by the named method, and by the other one."""
    other = next(each for each in Averages if each is not data.averages)
    return {
        "mean": mean_of(data, parts),
        "other_mean": mean_of(data.model_copy(update={"averages": other}), parts),
    }


def _deviations(data: EditionData, parts: tuple[ScoredPart, ...]) -> list[dict[str, object]]:
    """Return the cells that recomputing does not give, with names of units for readers."""
    names = {unit.unit: unit.name for part in parts for unit in part.result.units}
    return [
        {"unit": names.get(each.unit, each.unit), "code": each.code, "why": _both(each.why)}
        for each in data.deviations
    ]


def _write_edition(
    data: EditionData, parts: tuple[ScoredPart, ...], fingerprint: str, *, version: int
) -> Edition:
    names = ("title", "place", "period", "published_by", "recomputed")
    texts = {
        f"{name}_{code}": getattr(getattr(data, name), code) for name in names for code in LANGUAGES
    }
    return Edition.objects.create(
        slug=data.slug,
        version=version,
        family=data.family,
        cut_off=data.cut_off,
        simulated=data.simulated,
        origins=[{"text": _both(each.text), "url": each.url} for each in data.origins],
        deviations=_deviations(data, parts),
        block_means=[
            {
                "name": _both(each.name),
                "units": each.units,
                "mean": str(each.mean),
                "self_score": each.self_score and str(each.self_score),
                "appraised": each.appraised and str(each.appraised),
                "out_of": each.out_of and str(each.out_of),
                "classes": each.classes,
            }
            for each in data.block_means
        ],
        averages=data.averages.value,
        position=data.order,
        content_hash=fingerprint,
        code_version=__version__,
        run_id=uuid.uuid4(),
        **texts,
        **_overall(data, parts),
    )


def _write_block(edition: Edition, part: ScoredPart, position: int) -> None:
    rulebook, units = part.rulebook, part.result.units
    means = block_means(part.result)
    name = rulebook.blocks[part.part.block]
    block = Block.objects.create(
        edition=edition,
        key=part.part.block,
        name_vi=name.vi,
        name_en=name.en,
        position=position,
        rulebook=rulebook.identity,
        rulebook_title_vi=rulebook.title.vi,
        rulebook_title_en=rulebook.title.en,
        rulebook_hash=part.result.fingerprint,
        scale=rulebook.scale,
        places=max(0, -int(rulebook.rounding.display.step.as_tuple().exponent)),
        ties=rulebook.ties.value,
        rank_on=rulebook.rounding.rank_on,
        convention=rulebook.not_applicable.value,
        bands_on=rulebook.bands_on,
        bands=[
            {"label": _both(band.label), "lower": str(band.lower), "inclusive": band.inclusive}
            for band in rulebook.bands_of(part.part.block)
        ],
        mean_index=means[part.part.block][0] if part.part.block in means else None,
        settings=[{"about": each.about, "text": _both(each.text)} for each in rulebook.settings],
        note=_both(rulebook.note),
    )
    nodes = _write_nodes(block, rulebook)
    for unit in units:
        _write_unit(block, rulebook, nodes, unit)


def _write_nodes(block: Block, rulebook: Rulebook) -> dict[str, Node]:
    written: dict[str, Node] = {}
    parents = {child.code: node.code for node in rulebook.walk() for child in node.children}
    for position, node in enumerate(rulebook.walk()):
        parent = written.get(parents.get(node.code, ""))
        words = {code: node_words(rulebook, node, code) for code in LANGUAGES}
        written[node.code] = Node.objects.create(
            block=block,
            parent=parent,
            code=node.code,
            depth=parent.depth + 1 if parent else 0,
            position=position,
            is_leaf=node.leaf is not None,
            part=node.part.value,
            given_by=words["vi"].given_by,
            name_vi=node.name.vi,
            name_en=node.name.en,
            max_points=node.max_points,
            texts={code: asdict(each) for code, each in words.items()},
            source=words["vi"].source,
        )
    return written


def _sum_of(rulebook: Rulebook, unit: UnitScore, *, survey: bool) -> Decimal | None:
    """Return the points of survey components, or of all others; None when none is scored."""
    leaves = [
        unit.nodes[node.code].points
        for node in rulebook.leaves()
        if node.leaf is not None and (node.leaf.given_by is GivenBy.SURVEY) is survey
    ]
    known = [points for points in leaves if points is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(leaves) else None


def _write_unit(block: Block, rulebook: Rulebook, nodes: dict[str, Node], unit: UnitScore) -> None:
    bands = rulebook.bands_of(unit.block)
    surveyed = _sum_of(rulebook, unit, survey=True)
    row = UnitResult.objects.create(
        block=block,
        unit=unit.unit,
        name=unit.name,
        plain_name=plain_name(unit.name),
        status=unit.status.value,
        points=unit.points,
        known=unit.known,
        max_applicable=unit.max_applicable,
        index=unit.index,
        rank=unit.rank,
        tied=unit.tied,
        band=_both(unit.band.label) if unit.band else None,
        band_place=bands.index(unit.band) if unit.band else None,
        to_next_rank=unit.to_next_rank,
        to_next_band=unit.to_next_band,
        explanation={code: list(explain_total(rulebook, unit, code)) for code in LANGUAGES},
        appraised=_sum_of(rulebook, unit, survey=False) if surveyed is not None else None,
        surveyed=surveyed,
    )
    NodeResult.objects.bulk_create(
        _node_result(rulebook, row, nodes[code], unit, score) for code, score in unit.nodes.items()
    )


def _is_opaque(node: RulebookNode, unit: UnitScore) -> bool:
    """Say whether a group's points came as a whole, so that its parts do not add up to it."""
    below = [unit.nodes[child.code].status for child in node.children]
    scored = unit.nodes[node.code].status is Status.SCORED
    return scored and any(status in {Status.MISSING, Status.PENDING} for status in below)


def _node_result(
    rulebook: Rulebook, row: UnitResult, node: Node, unit: UnitScore, score: NodeScore
) -> NodeResult:
    explanations = {code: asdict(explain(rulebook, node.code, score, code)) for code in LANGUAGES}
    steps = dict(score.trace.steps) if score.trace else {}
    return NodeResult(
        unit_result=row,
        node=node,
        status=score.status.value,
        points=score.points,
        max_applicable=score.max_applicable,
        lost=score.lost,
        is_imported="imported" in steps,
        is_opaque=_is_opaque(rulebook.node(node.code), unit),
        explanation=explanations,
    )

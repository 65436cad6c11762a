"""Published results as tables; a row, once written, is never changed."""

from __future__ import annotations

from django.db import models

from parindex.web.common.fields import ExactDecimalField


class Edition(models.Model):
    """A published result with its sources; a correction is a new version."""

    slug = models.SlugField(max_length=80)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    family = models.CharField(max_length=20)
    place_vi = models.CharField(max_length=120)
    place_en = models.CharField(max_length=120)
    period_vi = models.CharField(max_length=120)
    period_en = models.CharField(max_length=120)
    published_by_vi = models.CharField(max_length=200)
    published_by_en = models.CharField(max_length=200)
    recomputed_vi = models.TextField()
    recomputed_en = models.TextField()
    cut_off = models.DateField()
    simulated = models.BooleanField()
    origins = models.JSONField()
    deviations = models.JSONField()
    block_means = models.JSONField()
    averages = models.CharField(max_length=30)
    mean = ExactDecimalField(null=True)
    other_mean = ExactDecimalField(null=True)
    position = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=20)
    run_id = models.UUIDField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first on the site, by the order that its maker set."""

        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="edition_version_once"),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(is_current=True),
                name="edition_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} v{self.version}"


class Block(models.Model):
    """The units of an edition that are ranked together, and the rulebook that scored them."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="blocks")
    key = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    rulebook = models.CharField(max_length=120)
    rulebook_title_vi = models.CharField(max_length=300)
    rulebook_title_en = models.CharField(max_length=300)
    rulebook_hash = models.CharField(max_length=64)
    scale = ExactDecimalField()
    places = models.PositiveSmallIntegerField()
    ties = models.CharField(max_length=20)
    rank_on = models.CharField(max_length=20)
    convention = models.CharField(max_length=20)
    bands_on = models.CharField(max_length=10)
    bands = models.JSONField()
    mean_index = ExactDecimalField(null=True)
    settings = models.JSONField()
    note = models.JSONField(null=True)

    class Meta:
        """In the order of the edition."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="block_once_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.edition.slug} {self.key}"


class Node(models.Model):
    """A field, criterion or component, as the edition's rulebook has it."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=40)
    depth = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    is_leaf = models.BooleanField()
    part = models.CharField(max_length=10)
    given_by = models.CharField(max_length=20, blank=True)
    name_vi = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500)
    max_points = ExactDecimalField()
    texts = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta:
        """In the order of the decision."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["block", "code"], name="node_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class UnitResult(models.Model):
    """The published result of one unit; null is not known, never 0."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="units")
    unit = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    plain_name = models.CharField(max_length=200, db_index=True)
    status = models.CharField(max_length=20)
    points = ExactDecimalField(null=True)
    known = ExactDecimalField()
    max_applicable = ExactDecimalField()
    index = ExactDecimalField(null=True)
    rank = models.PositiveIntegerField(null=True)
    tied = models.BooleanField()
    band = models.JSONField(null=True)
    band_place = models.PositiveSmallIntegerField(null=True)
    to_next_rank = ExactDecimalField(null=True)
    to_next_band = ExactDecimalField(null=True)
    explanation = models.JSONField()
    appraised = ExactDecimalField(null=True)
    surveyed = ExactDecimalField(null=True)

    class Meta:
        """Best first, units without a rank last."""

        ordering = [models.F("rank").asc(nulls_last=True), "unit"]
        constraints = [
            models.UniqueConstraint(fields=["block", "unit"], name="unit_once_per_block")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"


class NodeResult(models.Model):
    """The published result of one node for one unit, with its explanation as published."""

    unit_result = models.ForeignKey(UnitResult, on_delete=models.PROTECT, related_name="scores")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="scores")
    status = models.CharField(max_length=20)
    points = ExactDecimalField(null=True)
    max_applicable = ExactDecimalField()
    lost = ExactDecimalField(null=True)
    is_imported = models.BooleanField()
    is_opaque = models.BooleanField()
    explanation = models.JSONField()

    class Meta:
        """One score for each unit and node."""

        constraints = [models.UniqueConstraint(fields=["unit_result", "node"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.node_id}: {self.points}"

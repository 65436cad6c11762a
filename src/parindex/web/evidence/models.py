"""Documents of the evidence bank, their versions, and the bytes that they are kept as."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.errors import FrozenRowError
from parindex.web.evidence.enums import ScanState
from parindex.web.org.models import Unit


class Content(models.Model):
    """Some bytes, known by their SHA-256 and stored once whoever adds them.

    What was read out of them (type, pages, signatures) stands beside the hash; only what the
    virus scan says changes later.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    is_readable = models.BooleanField(default=True)
    signatures = models.JSONField(default=list)
    scan = models.CharField(max_length=20, choices=ScanState, default=ScanState.NOT_SCANNED)
    scan_said = models.CharField(max_length=300, blank=True)
    scanned_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        """Those to scan again are found by their state."""

        indexes = [models.Index(fields=["scan"], name="content_by_scan")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="content_hash_is_hex"
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse: evidence is withdrawn, never erased."""
        raise FrozenRowError("content", self.pk)


class Document(models.Model):
    """A document of a unit that may serve many components, years and indices.

    It is current while `withdrawn_at` is empty; a withdrawn one stays, with its reason.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("Tên văn bản, tài liệu"), max_length=300)
    number = models.CharField(_("Số"), max_length=40, blank=True)
    symbol = models.CharField(_("Ký hiệu"), max_length=60, blank=True)
    issuing_body = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    effective_on = models.DateField(_("Ngày có hiệu lực"), null=True, blank=True)
    plain = models.CharField(max_length=700)
    current = models.ForeignKey(
        "DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["unit", "-created_at"], name="document_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="document_withdrawn_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    @property
    def reference(self) -> str:
        """Number and symbol as they are printed on the document: 125/BC-SNV."""
        return "/".join(part for part in (self.number, self.symbol) if part)

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the document no longer counts."""
        return self.withdrawn_at is not None

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse: evidence is withdrawn, never erased."""
        raise FrozenRowError("document", self.pk)


class DocumentVersion(models.Model):
    """One version of a document: some bytes, or an address in the e-office; kept for ever."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.ForeignKey(
        Content, on_delete=models.PROTECT, null=True, related_name="versions"
    )
    link = models.URLField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        """Newest first; each number once; a file or a link, never both."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(
                condition=models.Q(content__isnull=False, link="")
                | (models.Q(content__isnull=True) & ~models.Q(link="")),
                name="version_is_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; a written one is refused."""
        if self.pk is not None:
            raise FrozenRowError("document version", self.pk)
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse: versions are kept for ever."""
        raise FrozenRowError("document version", self.pk)

"""Adds many files at once: the good ones are kept, each refused one says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile

from parindex.errors import RefusedError
from parindex.web.evidence.access import access_unit
from parindex.web.evidence.domain.describe import Metadata
from parindex.web.evidence.domain.documents import add_document
from parindex.web.evidence.domain.intake import clean_file_name
from parindex.web.evidence.models import Document
from parindex.web.org.models import User
from parindex.web.org.permissions import Action


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the document that it is now, or the refusal."""

    file_name: str
    document: Document | None = None
    refusal: RefusedError | None = None


def add_many(*, unit_id: int, files: Iterable[UploadedFile], user: User) -> tuple[Outcome, ...]:
    """Add each file as a document of its own, titled by its name until somebody describes it."""
    access_unit(unit_id, user=user, to=Action.ADD_EVIDENCE)
    return tuple(_add(unit_id, file, user) for file in files)


def _add(unit_id: int, file: UploadedFile, user: User) -> Outcome:
    name = clean_file_name(file.name or "")
    title = PurePosixPath(name).stem.replace("_", " ").strip() or name
    try:
        document = add_document(
            unit_id=unit_id, metadata=Metadata(title=title), user=user, file=file
        )
    except RefusedError as refusal:
        return Outcome(name, refusal=refusal)
    return Outcome(name, document=document)

"""Finds documents for a person; what he or she may not see does not exist."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.errors import NotEntitledError
from parindex.web.evidence.models import Document, DocumentVersion
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may, require

EVERY_COMPONENT = ("*",)
"""Asks for a whole bank: an appraiser has it only when all components are assigned."""


def access_unit(unit_id: int, *, user: User, to: Action = Action.VIEW_EVIDENCE) -> Unit:
    """Return a unit in whose bank a person may do something."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotEntitledError(f"unit {unit_id}")
    keys = EVERY_COMPONENT if to is Action.VIEW_EVIDENCE else ()
    require(user, to, unit=unit, keys=keys)
    return unit


def access_document(
    document_id: int,
    *,
    user: User,
    keys: Sequence[str] = EVERY_COMPONENT,
    block: str = "",
) -> Document:
    """Return a document that a person may see.

    An appraiser sees a document through the component to which it is attached: whoever knows the
    attachment gives that component's `keys` and the unit's `block`.
    """
    documents = Document.objects.select_related("unit", "current__content", "created_by")
    document = documents.filter(pk=document_id).first()
    if document is None:
        raise NotEntitledError(f"document {document_id}")
    require(user, Action.VIEW_EVIDENCE, unit=document.unit, keys=keys, block=block)
    return document


def access_version(
    version_id: int,
    *,
    user: User,
    keys: Sequence[str] = EVERY_COMPONENT,
    block: str = "",
) -> DocumentVersion:
    """Return a version of a document that a person may see."""
    versions = DocumentVersion.objects.select_related("document__unit", "content")
    version = versions.filter(pk=version_id).first()
    if version is None:
        raise NotEntitledError(f"document version {version_id}")
    require(user, Action.VIEW_EVIDENCE, unit=version.document.unit, keys=keys, block=block)
    return version


def may_change(document: Document, user: User) -> bool:
    """Say whether a person may describe a document or add a version to it.

    Officers and heads may for the whole bank; a section contributor for what he or she added.
    """
    if may(user, Action.WITHDRAW_EVIDENCE, unit=document.unit):
        return True
    is_own = document.created_by_id == user.pk
    return is_own and may(user, Action.ADD_EVIDENCE, unit=document.unit)


def lock_document(document_id: int) -> Document:
    """Return a document under its row lock; call it inside the transaction that changes it."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("unit")
    document = locked.filter(pk=document_id).first()
    if document is None:
        raise NotEntitledError(f"document {document_id}")
    return document

"""Documents of units: found by words, by year, by what is missing, by the same bytes."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.web.common.formats import plain_name
from parindex.web.evidence.access import EVERY_COMPONENT
from parindex.web.evidence.models import Content, Document
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may

IN_USE = Q(withdrawn_at__isnull=True)
LACKS = Q(number="", symbol="") | Q(issuing_body="") | Q(issued_on__isnull=True)


def documents_of(unit: Unit) -> QuerySet[Document]:
    """Return a unit's documents in use, newest first, with what a list shows of them."""
    return in_bank(unit)


def in_bank(
    unit: Unit,
    *,
    query: str = "",
    year: int | None = None,
    lacking: bool = False,
    withdrawn: bool = False,
) -> QuerySet[Document]:
    """Return a unit's documents: every word found, in force since a year, lacking metadata."""
    documents = (
        Document.objects.filter(unit=unit)
        .exclude(IN_USE if withdrawn else ~IN_USE)
        .select_related("current__content", "created_by")
        .annotate(version_count=Count("versions"))
        .order_by("-created_at", "-id")  # an aggregate drops the order of the model
    )
    for word in plain_name(query).split():
        documents = documents.filter(plain__contains=word)
    if year is not None:
        since_issue = Q(effective_on__isnull=True, issued_on__year=year)
        documents = documents.filter(Q(effective_on__year=year) | since_issue)
    return documents.filter(LACKS) if lacking else documents


def years_of(unit: Unit) -> tuple[int, ...]:
    """Return the years in which documents of a unit came into force, newest first."""
    dates = Document.objects.filter(unit=unit).values_list("effective_on", "issued_on")
    found = {day.year for pair in dates if (day := pair[0] or pair[1])}
    return tuple(sorted(found, reverse=True))


def missing_metadata(document: Document) -> tuple[Promise, ...]:
    """Return in words what is not yet said of a document."""
    lacks = (
        (not document.reference, _("số, ký hiệu")),
        (not document.issuing_body, _("cơ quan ban hành")),
        (document.issued_on is None, _("ngày ban hành")),
    )
    return tuple(words for is_lacking, words in lacks if is_lacking)


def twins(content: Content, *, unit: Unit) -> QuerySet[Document]:
    """Return documents in use of other units that have, or had, the same bytes."""
    return (
        Document.objects.filter(IN_USE, versions__content=content)
        .exclude(unit=unit)
        .select_related("unit")
        .order_by("unit__code", "id")
        .distinct()
    )


def banks_for(user: User) -> list[Unit]:
    """Return the units whose whole bank a person may see: own ones, and those with documents."""
    own = Q(roles__user=user)
    units = Unit.objects.filter(own | Q(documents__isnull=False)).order_by("name").distinct()
    return [
        unit for unit in units if may(user, Action.VIEW_EVIDENCE, unit=unit, keys=EVERY_COMPONENT)
    ]

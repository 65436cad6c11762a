"""Kho minh chứng: the evidence bank of a unit, its documents, and the viewer."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from parindex.errors import RefusedError, StaleError
from parindex.web.assessment.queries.evidence import uses_of, way_to
from parindex.web.desk.fields import number_of
from parindex.web.desk.pages import act, form, page
from parindex.web.desk.views import evidence_matching
from parindex.web.desk.views.evidence_forms import MetadataForm, metadata_form
from parindex.web.desk.views.evidence_lines import document_line, twins_for, version_line
from parindex.web.evidence import access, domain, queries
from parindex.web.evidence.configuration import MEGABYTE
from parindex.web.evidence.inspect.kinds import ENDINGS
from parindex.web.evidence.models import Document, DocumentVersion
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may

PER_PAGE = 50
SECTION = {"section": "evidence_list"}
SHOWN = {"default-src": [NONE], "img-src": [SELF], "frame-ancestors": [SELF]}
"""What a file may do in the viewer: nothing but be shown, by our own pages."""


def _upload_context() -> dict[str, Any]:
    limit = settings.EVIDENCE.upload_limit // MEGABYTE
    return {"limit": limit, "endings": ",".join(ENDINGS), "is_scanned": settings.EVIDENCE.clamd}


def _document(document_id: int, user: User) -> Document:
    keys, within = way_to(document_id, user)
    return access.access_document(document_id, user=user, keys=keys, block=within)


@page
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Open the person's own bank, or list those that he or she may see."""
    banks = queries.banks_for(request.user)
    if len(banks) == 1:
        return redirect("evidence_bank", banks[0].pk)
    return render(request, "desk/evidence/banks.html", {**SECTION, "banks": banks})


@page
def evidence_bank(request: HttpRequest, unit_id: int) -> HttpResponse:
    """List a unit's documents: every word found, by year, lacking metadata, withdrawn."""
    unit = access.access_unit(unit_id, user=request.user)
    asked = _asked(request)
    found = queries.in_bank(unit, **asked)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        **SECTION,
        **asked,
        "unit": unit,
        "shown": shown,
        "lines": [document_line(document) for document in shown],
        "years": queries.years_of(unit),
        "rest": _rest(request),
        "may_add": may(request.user, Action.ADD_EVIDENCE, unit=unit),
        **_upload_context(),
    }
    return render(request, "desk/evidence/bank.html", context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    year = request.GET.get("nam", "")
    return {
        "query": request.GET.get("tim", "").strip(),
        "year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        "lacking": request.GET.get("thieu") == "1",
        "withdrawn": request.GET.get("thu-hoi") == "1",
    }


def _rest(request: HttpRequest) -> str:
    """Return the filters of this page, for the links to other pages of the list."""
    kept = request.GET.copy()
    kept.pop("trang", None)
    return kept.urlencode()


@form
def evidence_add(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Take one or many files, or a link; each refused file is named with its reason."""
    unit = access.access_unit(unit_id, user=request.user, to=Action.ADD_EVIDENCE)
    files = request.FILES.getlist("files")
    if request.method == "POST" and files:
        outcomes = domain.add_many(unit_id=unit.pk, files=files, user=request.user)
        return _added(request, unit, outcomes)
    if request.method == "POST":
        return _add_link(request, unit)
    context = {**SECTION, "unit": unit, "link_form": MetadataForm(), **_upload_context()}
    return render(request, "desk/evidence/add.html", context)


def _added(request: HttpRequest, unit: Unit, outcomes: tuple[domain.Outcome, ...]) -> HttpResponse:
    refused = [each for each in outcomes if each.refusal]
    rows = evidence_matching.open_rows(unit, request.user)
    kept = evidence_matching.proposals(outcomes, rows)
    if len(kept) == 1 and not refused and kept[0].row_id is None:
        messages.success(request, _("Đã lưu tệp. Hãy ghi số, ký hiệu và ngày ban hành."))
        return redirect("evidence_document", kept[0].document.pk)
    context = {
        **SECTION,
        "unit": unit,
        "kept": kept,
        "refused": refused,
        "rows": evidence_matching.row_choices(rows),
    }
    status = 200 if kept else 422
    return render(request, "desk/evidence/added.html", context, status=status)


def _add_link(request: HttpRequest, unit: Unit) -> HttpResponse:
    filled = MetadataForm(request.POST)
    if not filled.is_valid():
        context = {**SECTION, "unit": unit, "link_form": filled, **_upload_context()}
        return render(request, "desk/evidence/add.html", context, status=422)
    document = domain.add_document(
        unit_id=unit.pk,
        metadata=filled.metadata(),
        user=request.user,
        link=request.POST.get("link", ""),
    )
    messages.success(request, _("Đã lưu đường dẫn."))
    return redirect("evidence_document", document.pk)


@page
def evidence_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document: what is said of it, its versions and signatures, where it is used."""
    document = _document(document_id, request.user)
    return _show(request, document, metadata_form(document))


def _show(
    request: HttpRequest,
    document: Document,
    filled: MetadataForm,
    *,
    stale: StaleError | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    versions = document.versions.select_related("content", "added_by")
    context = {
        **SECTION,
        "document": document,
        "form": filled,
        "stale": stale,
        "theirs": _theirs(filled, stale),
        "versions": [version_line(version) for version in versions],
        "missing": queries.missing_metadata(document),
        "used_in": uses_of(document),
        "twins": twins_for(document, user),
        "may_change": access.may_change(document, user) and not document.is_withdrawn,
        "may_withdraw": may(user, Action.WITHDRAW_EVIDENCE, unit=document.unit)
        and not document.is_withdrawn,
        "may_browse": may(
            user, Action.VIEW_EVIDENCE, unit=document.unit, keys=access.EVERY_COMPONENT
        ),
        **_upload_context(),
    }
    return render(request, "desk/evidence/document.html", context, status=status)


def _theirs(filled: MetadataForm, stale: StaleError | None) -> list[tuple[Any, Any, Any]]:
    """Return label, my value and the other's, where the two differ."""
    if stale is None:
        return []
    return [
        (filled.fields[name].label, mine, stale.theirs[name])
        for name, mine in stale.mine.items()
        if mine != stale.theirs[name]
    ]


@act
def evidence_describe(request: HttpRequest, document_id: int) -> HttpResponse:
    """Save what is printed on a document; who comes second is shown both values."""
    document = _document(document_id, request.user)
    filled = MetadataForm(request.POST)
    if not filled.is_valid():
        return _show(request, document, filled, status=422)
    try:
        domain.describe(
            document_id=document_id,
            version=_version(request),
            metadata=filled.metadata(),
            user=request.user,
        )
    except StaleError as stale:
        return _show(request, document, filled, stale=stale, status=409)
    messages.success(request, _("Đã lưu thông tin văn bản."))
    return redirect("evidence_document", document_id)


@act
def evidence_version(request: HttpRequest, document_id: int) -> HttpResponse:
    """Add a newer version; the older ones stay."""
    domain.add_version(
        document_id=document_id,
        version=_version(request),
        user=request.user,
        file=request.FILES.get("file"),
        link=request.POST.get("link", ""),
        note=request.POST.get("note", "")[:300],
    )
    messages.success(request, _("Đã thêm phiên bản mới. Các phiên bản trước vẫn được giữ."))
    return redirect("evidence_document", document_id)


@act
def evidence_withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a document out of use, with a reason."""
    document = domain.withdraw(
        document_id=document_id,
        version=_version(request),
        reason=request.POST.get("reason", ""),
        user=request.user,
    )
    messages.success(request, _("Đã thu hồi. Văn bản và lý do vẫn được lưu."))
    return redirect("evidence_document", document.pk)


def _version(request: HttpRequest) -> int:
    """Return the version of the page that was filled in; a page without one is stale."""
    return number_of(request.POST, "version")


@page
def evidence_view(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a version beside what is said of it."""
    version = access.access_version(**_way_to_version(version_id, request.user))
    line = version_line(version)
    if not line.is_shown:
        raise RefusedError(
            _("Tệp này không xem được trong trình duyệt."), fix=_("Hãy tải tệp về máy.")
        )
    context = {**SECTION, "document": version.document, "line": line}
    return render(request, "desk/evidence/viewer.html", context)


@xframe_options_sameorigin
@csp_replace(SHOWN)
@page
def evidence_file(request: HttpRequest, version_id: int) -> HttpResponse:
    """Serve a version's bytes to the viewer; what a browser does not show is a download."""
    return _serve(version_id, request.user, as_download=False)


@csp_replace({"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": True})
@page
def evidence_download(request: HttpRequest, version_id: int) -> HttpResponse:
    """Serve a version's bytes as a file."""
    return _serve(version_id, request.user, as_download=True)


def _way_to_version(version_id: int, user: User) -> dict[str, Any]:
    found = DocumentVersion.objects.filter(pk=version_id).values_list("document_id", flat=True)
    keys, within = way_to(found.first() or 0, user)
    return {"version_id": version_id, "user": user, "keys": keys, "block": within}


def _serve(version_id: int, user: User, *, as_download: bool) -> HttpResponse:
    opened = domain.open_version(**_way_to_version(version_id, user))
    response = FileResponse(
        opened.stream,
        as_attachment=as_download or not opened.is_inline,
        filename=opened.file_name,
        content_type=opened.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


PAGES = [
    path("minh-chung/", evidence_list, name="evidence_list"),
    path("minh-chung/don-vi/<int:unit_id>/", evidence_bank, name="evidence_bank"),
    path("minh-chung/don-vi/<int:unit_id>/them/", evidence_add, name="evidence_add"),
    path("minh-chung/<int:document_id>/", evidence_document, name="evidence_document"),
    path("minh-chung/<int:document_id>/mo-ta/", evidence_describe, name="evidence_describe"),
    path("minh-chung/<int:document_id>/phien-ban/", evidence_version, name="evidence_version"),
    path("minh-chung/<int:document_id>/thu-hoi/", evidence_withdraw, name="evidence_withdraw"),
    path("minh-chung/xem/<int:version_id>/", evidence_view, name="evidence_view"),
    path("minh-chung/tep/<int:version_id>/", evidence_file, name="evidence_file"),
    path("minh-chung/tai-ve/<int:version_id>/", evidence_download, name="evidence_download"),
    *evidence_matching.PAGES,
]

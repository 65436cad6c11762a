"""The site's addresses and two bare views: one that does nothing, one that saves one row.

Both ask who is signed in, as the sheet does. The second locks a row, changes it and commits:
what any save costs before it checks, scores, posts and writes its audit row.
"""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from parindex.web import urls as site
from parindex.web.assessment.models import Row


@require_POST
@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Answer and do nothing."""
    return JsonResponse({"ok": bool(json.loads(request.body))})


@require_POST
@login_required
@transaction.atomic
def bare_save(request: HttpRequest, row_id: int) -> HttpResponse:
    """Write one value into one row, locked, and check nothing."""
    row = Row.objects.select_for_update().get(pk=row_id)
    row.note = request.body.decode()
    row.save(update_fields=["note"])
    return JsonResponse({"version": row.version})


urlpatterns = [
    path("bare/", bare),
    path("bare/<int:row_id>/", bare_save),
    *site.urlpatterns,
]

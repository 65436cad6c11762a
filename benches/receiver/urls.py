"""The site's addresses and a bare view: it reads the JSON of a message and answers."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from parindex.web import urls as site


@csrf_exempt
@require_POST
def bare(request: HttpRequest) -> HttpResponse:
    """Answer and keep nothing."""
    return JsonResponse({"error_code": "0" if json.loads(request.body) else "2"})


urlpatterns = [path("bare/", bare), *site.urlpatterns]

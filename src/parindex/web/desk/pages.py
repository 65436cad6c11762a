"""What every page of the desk has: a signed-in person, refusals in words, never a cached copy."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parindex.errors import LockedError, NotEntitledError, ProblemsError, RefusedError, StaleError

View = Callable[..., HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script asks, so that a refusal must be data."""
    return request.headers.get("accept", "").startswith("application/json")


def composed(given: QueryDict) -> QueryDict:
    """Return a form with composed letters (NFC) and without the NUL that no database keeps.

    Keyboards write «ề» in two ways; stored in one, names are found and texts compare equal.
    """
    clean = QueryDict(mutable=True)
    for name, values in given.lists():
        texts = [unicodedata.normalize("NFC", value).replace("\x00", "") for value in values]
        clean.setlist(name, texts)
    clean._mutable = False
    return clean


def _refusal(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return a refusal in words: what happened, what is kept, what to do."""
    status = (
        409 if isinstance(error, StaleError) else 423 if isinstance(error, LockedError) else 422
    )
    said = {
        "what": getattr(error, "what", ""),
        "kept": getattr(error, "kept", ""),
        "fix": getattr(error, "fix", ""),
        "problems": [
            {"where": each.where, "what": each.what, "fix": each.fix}
            for each in getattr(error, "problems", ())
        ],
    }
    if isinstance(error, StaleError):
        said |= {"mine": error.mine, "theirs": error.theirs, "version": error.version}
    if wants_json(request):
        return JsonResponse(said, status=status)
    context = {**said, "back": request.headers.get("referer", "")}
    return render(request, "desk/refused.html", context, status=status)


def _guarded(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not wants_json(request):
            request.POST = composed(request.POST)
        try:
            return view(request, *args, **kwargs)
        except NotEntitledError as error:
            raise Http404(str(error)) from error
        except (RefusedError, ProblemsError) as error:
            return _refusal(request, error)

    return never_cache(login_required(guarded))


def page(view: View) -> View:
    """Make a view that only shows."""
    return require_safe(_guarded(view))


def act(view: View) -> View:
    """Make a view that changes something: POST only."""
    return require_POST(_guarded(view))


def form(view: View) -> View:
    """Make a view that shows a form and takes it."""
    return require_http_methods(["GET", "HEAD", "POST"])(_guarded(view))

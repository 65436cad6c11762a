"""Hôm nay: what a person must do now, and by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from parindex.web.desk.pages import page
from parindex.web.desk.today_cards import cards_for


@page
def today(request: HttpRequest) -> HttpResponse:
    """Show the first question of the day of whoever is signed in."""
    context = {
        "section": "today",
        "cards": cards_for(request.user),
        "day": timezone.localdate(),
    }
    return render(request, "desk/today.html", context)


PAGES = [path("hom-nay/", today, name="today")]

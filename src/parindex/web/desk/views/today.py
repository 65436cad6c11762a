"""Hôm nay: what a person must do now, and by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from parindex.web.desk.pages import page


@page
def today(request: HttpRequest) -> HttpResponse:
    """Show the first question of the day of whoever is signed in."""
    return render(request, "desk/today.html", {"section": "today"})


PAGES = [path("hom-nay/", today, name="today")]

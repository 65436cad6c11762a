"""Addresses of the desk; each list of pages stands with its views."""

from parindex.web.desk.views import (
    appraisal,
    council,
    evidence,
    people,
    results,
    rounds,
    sheets,
    survey,
    today,
)

urlpatterns = [
    *today.PAGES,
    *sheets.PAGES,
    *evidence.PAGES,
    *appraisal.PAGES,
    *council.PAGES,
    *rounds.PAGES,
    *people.PAGES,
    *survey.PAGES,
    *results.PAGES,
]

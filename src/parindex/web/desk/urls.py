"""Addresses of the desk; each list of pages stands with its views."""

from parindex.web.desk.views import (
    appraisal,
    audit,
    council,
    evidence,
    explanations,
    gaps,
    people,
    progress,
    remap,
    results,
    rounds,
    series,
    sheets,
    survey,
    today,
    units,
)

urlpatterns = [
    *today.PAGES,
    *sheets.PAGES,
    *evidence.PAGES,
    *appraisal.PAGES,
    *explanations.PAGES,
    *council.PAGES,
    *rounds.PAGES,
    *people.PAGES,
    *survey.PAGES,
    *results.PAGES,
    *series.PAGES,
    *audit.PAGES,
    *gaps.PAGES,
    *progress.PAGES,
    *remap.PAGES,
    *units.PAGES,
]

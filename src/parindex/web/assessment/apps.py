"""Rounds: self-scores, appraisal, explanation, council."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Rounds, sheets, rows, rulings and the point ledger."""

    name = "parindex.web.assessment"
    label = "assessment"

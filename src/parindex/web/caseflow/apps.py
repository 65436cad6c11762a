"""The app of dossiers at the site."""

from django.apps import AppConfig


class CaseflowConfig(AppConfig):
    """Counts of dossiers, letters, signals, and the receiver's keys and inbox."""

    name = "parindex.web.caseflow"
    label = "caseflow"

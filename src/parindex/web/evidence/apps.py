"""The evidence bank: documents of units, kept by content."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Documents, their versions and the bytes behind them."""

    name = "parindex.web.evidence"
    label = "evidence"

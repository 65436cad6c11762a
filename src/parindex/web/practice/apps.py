"""The practice province."""

from __future__ import annotations

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Generates a fictional province to learn and to test in; it has no tables."""

    name = "parindex.web.practice"

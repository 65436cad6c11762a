"""The mark of tests that commit: what they leave is cleared, the published editions stay."""

from __future__ import annotations

import pytest
from django.conf import settings

EDITIONS = "parindex.web.results"
committed = pytest.mark.django_db(
    transaction=True, available_apps=[name for name in settings.INSTALLED_APPS if name != EDITIONS]
)

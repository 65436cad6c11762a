"""Between the wall clock that the lake keeps and the moments that the site keeps."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def wall_now() -> datetime:
    """Return the wall clock of Viet Nam, without a zone, as the lake keeps moments."""
    return timezone.localtime().replace(tzinfo=None)


def aware(wall: datetime | None) -> datetime | None:
    """Return a moment of the lake as the site keeps it."""
    return None if wall is None else timezone.make_aware(wall)


def wall(moment: datetime) -> datetime:
    """Return a moment of the site as the lake keeps it."""
    return timezone.localtime(moment).replace(tzinfo=None)

"""What all apps share."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Formats, fields and filters."""

    name = "parindex.web.common"
    label = "common"

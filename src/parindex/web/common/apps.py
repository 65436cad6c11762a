"""What all apps share."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Formats, fields, filters and the audit log."""

    name = "parindex.web.common"
    label = "common"

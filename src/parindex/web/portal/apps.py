"""The public site."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Front app of what everybody may read."""

    name = "parindex.web.portal"
    label = "portal"

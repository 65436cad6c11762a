"""The desk: where the people of a round work."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages for signed-in people."""

    name = "parindex.web.desk"
    label = "desk"

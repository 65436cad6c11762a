"""Units by date, people and the roles they hold."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Units, lineage, people, roles, permissions."""

    name = "parindex.web.org"
    label = "org"

"""Django's commands, as `parindex-web`."""

import os

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parindex.web.settings")
    execute_from_command_line()


if __name__ == "__main__":
    main()

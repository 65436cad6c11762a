"""Let a person who lost telephone, keys and recovery codes sign in by password again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parindex.web.org.models import User
from parindex.web.signin.second_factor import remove_second_factors


class Command(BaseCommand):
    """Removes all second factors of one account; the audit log keeps the reason."""

    help = "Remove all second factors of an account, with a reason for the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the account and the reason."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *_: Any, username: str, reason: str, **__: Any) -> None:
        """Remove them, or say that there is no such account or nothing to remove."""
        try:
            removed = remove_second_factors(username=username, reason=reason)
        except User.DoesNotExist as error:
            raise CommandError(f"no account is called {username!r}") from error
        if not removed:
            raise CommandError(f"{username} has no second factor")
        self.stdout.write(f"{username}: removed {', '.join(removed)}")

"""Make the database, one application and some people, then serve on a free port.

`python -m tests.oidc_provider '<json>'`: `redirect_uris`, `client_id`, `client_secret`, `people`
as a list of [username, e-mail], and one `password`. The first line printed is the port.
"""

from __future__ import annotations

import json
import os
import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    """Answers while it waits: the site asks in the middle of a browser's request."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def fill(wanted: dict[str, Any]) -> None:
    """Make the application and the people."""
    from django.contrib.auth.models import User  # noqa: PLC0415  apps are ready now
    from oauth2_provider.models import Application  # noqa: PLC0415

    Application.objects.create(
        name="parindex",
        client_id=wanted["client_id"],
        client_secret=wanted["client_secret"],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=" ".join(wanted["redirect_uris"]),
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )
    for username, email in wanted["people"]:
        User.objects.create_user(username, email, wanted["password"])


def main() -> None:
    """Serve until stopped."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.oidc_provider.settings"
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback has no certificate
    django.setup()
    call_command("migrate", verbosity=0)
    fill(json.loads(sys.argv[1]))
    application = get_wsgi_application()
    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        print(server.server_port, flush=True)  # noqa: T201  the caller reads it
        server.serve_forever()


if __name__ == "__main__":
    main()

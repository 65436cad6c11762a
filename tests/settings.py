"""The site's settings for tests: a home folder of their own, plain static files, compiled English.

pytest-django reads the settings before any conftest, so the home folder is made here, and the
server started when `PARINDEX_TEST_DATABASE` asks for PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.postgres import running_postgresql

HOME = Path(tempfile.mkdtemp(prefix="parindex-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["PARINDEX_HOME"] = str(HOME)


def database_of_this_run() -> str:
    """Return the address of the database of this run; never the one that the shell names."""
    wanted = os.environ.get("PARINDEX_TEST_DATABASE", "sqlite")
    if wanted not in {"sqlite", "postgresql"}:
        raise ValueError(f"PARINDEX_TEST_DATABASE is {wanted!r}; write sqlite or postgresql")
    if wanted == "sqlite":
        return ""
    until_exit = ExitStack()
    atexit.register(until_exit.close)
    return until_exit.enter_context(running_postgresql())


os.environ["PARINDEX_DATABASE"] = database_of_this_run()

from parindex.web.settings import *  # noqa: E402, F403  the home folder must be known first
from parindex.web.settings import DATABASES, HERE, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {
        "NAME": HOME / "test.sqlite3"
    }  # a file, so that threads share it
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def compile_catalogues() -> None:
    """Compile what `make` compiles, so that no test reads English of yesterday."""
    for source in (HERE / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as text, compiled.open("wb") as binary:
                write_mo(binary, read_po(text))


compile_catalogues()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

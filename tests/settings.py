"""The site's settings for tests: a home folder of their own, plain static files, compiled English.

pytest-django reads the settings before any conftest, so the home folder is made here.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOME = Path(tempfile.mkdtemp(prefix="parindex-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["PARINDEX_HOME"] = str(HOME)

from parindex.web.settings import *  # noqa: E402, F403  the home folder must be known first
from parindex.web.settings import HERE, STORAGES  # noqa: E402

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

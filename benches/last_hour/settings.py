"""The site's settings with two bare views beside it, to be compared with."""

from parindex.web.settings import *  # noqa: F403

ROOT_URLCONF = "benches.last_hour.urls"

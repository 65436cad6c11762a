"""The site's settings with a bare view beside it, to be compared with."""

from parindex.web.settings import *  # noqa: F403

ROOT_URLCONF = "benches.receiver.urls"

"""Addresses of the site: Vietnamese without a prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("parindex.web.portal.urls")), prefix_default_language=False
)

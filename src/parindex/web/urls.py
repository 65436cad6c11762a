"""Addresses of the site: Vietnamese without a prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("tai-khoan/cong-dang-nhap/", include("parindex.web.signin.openid_urls")),
    path("api/dong-bo/", include("parindex.web.api.urls")),
    *i18n_patterns(
        path("", include("parindex.web.signin.urls")),
        path("", include("parindex.web.portal.urls")),
        path("", include("parindex.web.desk.urls")),
        prefix_default_language=False,
    ),
]

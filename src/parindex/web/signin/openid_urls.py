"""Addresses that the identity provider knows; they are the same in every language."""

from __future__ import annotations

from django.urls import path

from parindex.web.signin import openid

urlpatterns = [
    path("<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("<slug:provider_id>/tra-loi/", openid.callback, name="openid_connect_callback"),
]

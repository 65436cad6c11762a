"""Addresses of the receiver, the same in every language."""

from django.urls import path

from parindex.web.api import views

urlpatterns = [
    path("", views.messages, name="receive_dossiers"),
    path("dang-nhap/", views.sign_in, name="receive_dossiers_sign_in"),
]

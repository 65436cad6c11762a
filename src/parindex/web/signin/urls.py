"""Addresses of sign-in and of the own account."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as identities
from django.urls import path, re_path

from parindex.web.signin.views import IdentityView, SignInView, with_mail

urlpatterns = [
    path("dang-nhap/", SignInView.as_view(), name="account_login"),
    path("dang-nhap/hai-lop/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("dang-nhap/huy/", identities.login_cancelled, name="socialaccount_login_cancelled"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/", mfa.index, name="mfa_index"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "tai-khoan/xac-nhan/khoa/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/mat-khau/dat/", account.password_set, name="account_set_password"),
    path("tai-khoan/ung-dung/", totp.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/ma-du-phong/tao/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tai-khoan/ma-du-phong/tai-ve/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("tai-khoan/khoa/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("tai-khoan/khoa/them/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("tai-khoan/khoa/<int:pk>/sua/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("tai-khoan/khoa/<int:pk>/xoa/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("tai-khoan/danh-tinh/", IdentityView.as_view(), name="socialaccount_connections"),
    path("mat-khau/quen/", with_mail(account.password_reset), name="account_reset_password"),
    path(
        "mat-khau/quen/da-gui/",
        with_mail(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "mat-khau/dat-lai/xong/",
        with_mail(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_mail(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]

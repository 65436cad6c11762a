"""Django settings; what differs between installations comes from `environment.py`."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from parindex.web.caseflow.configuration import ReceiverConfiguration
from parindex.web.environment import Environment
from parindex.web.evidence.configuration import EvidenceConfiguration
from parindex.web.signin.configuration import *  # noqa: F403  all that sign-in sets

ENVIRONMENT = Environment.read()
EVIDENCE = EvidenceConfiguration.read()
RECEIVER = ReceiverConfiguration.read()
EVIDENCE_ROOT = ENVIRONMENT.home / "evidence"
LAKE_ROOT = ENVIRONMENT.lake
HERE = Path(__file__).resolve().parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
SITE_ADDRESS = ENVIRONMENT.address

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "parindex.web.common",
    "parindex.web.org",
    "parindex.web.evidence",
    "parindex.web.assessment",
    "parindex.web.caseflow",
    "parindex.web.results",
    "parindex.web.portal",
    "parindex.web.desk",
    "parindex.web.practice",
    "parindex.web.signin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "parindex.web.common.middleware.address_for_audit",
    "allauth.account.middleware.AccountMiddleware",
    "parindex.web.signin.temporary.TemporaryPasswordMiddleware",
    "parindex.web.signin.second_factor.SecondFactorMiddleware",
]
AUTH_USER_MODEL = "org.User"
ROOT_URLCONF = "parindex.web.urls"
WSGI_APPLICATION = "parindex.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parindex.web.portal.context.site",
                "parindex.web.desk.context.desk",
            ],
            "builtins": ["parindex.web.common.templatetags.formats"],
        },
    }
]
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "parindex.web.signin.cache.SharedFileCache",
        "LOCATION": ENVIRONMENT.home / "cache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

FILE_UPLOAD_HANDLERS = [
    "parindex.web.evidence.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],  # the viewer of evidence
        "img-src": [SELF, "data:"],  # the style sheet draws its arrows as data addresses
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # A signer nobody knows and a broken PDF are answers, shown on the page, and no errors.
    "loggers": {
        name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator", "pypdf")
    },
}

"""Settings of the whole house.

Everything an administrator may want to change comes from the environment and has a default that
works: `alongside serve` with nothing set runs on SQLite in `./var`. A value that cannot be used is
named in one line at start (`alongside.site.environment`).
"""

from datetime import timedelta
from pathlib import Path

from alongside.site import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.folder("ALONGSIDE_DATA", default="var")

# Where checkpoints are signed, and the places that are given them (docs/evidence.md).
SIGNER = Path(env.text("ALONGSIDE_SIGNER", default=str(DATA / "signer")))  # another user's: not made here
SINKS = env.words("ALONGSIDE_SINKS", default=[str(DATA / "signed")])
LOG_NAME = env.key_name("ALONGSIDE_LOG_NAME", default="alongside")

DEBUG = False
SECRET_KEY = env.secret("ALONGSIDE_SECRET_KEY", kept_in=DATA / "secret_key")
ALLOWED_HOSTS = env.words("ALONGSIDE_HOSTS", default=["localhost", ".localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("ALONGSIDE_ORIGINS", default=[])
# Gives out files that people sent, by links that end soon; without one the host of the pages does.
FILES_HOST = env.other_host("ALONGSIDE_FILES_HOST", than=CSRF_TRUSTED_ORIGINS)
ALLOWED_HOSTS += [FILES_HOST.partition(":")[0]] if FILES_HOST else []
# Behind TLS the cookies and redirects are made strict; on a laptop http://127.0.0.1 must work.
HTTPS = env.switch("ALONGSIDE_HTTPS", default=False)
SERVED_PORT: int | None = None  # said by `alongside serve`, for addresses in letters

INSTALLED_APPS = [
    "alongside.lib",
    "alongside.ui",
    "alongside.history",
    "alongside.assisting",
    "alongside.jobs",
    "alongside.people",
    "alongside.interactions",
    "alongside.forms",
    "alongside.workflow",
    "alongside.cases",
    "alongside.desk",
    "alongside.calls",
    "alongside.knowledge",
    "alongside.mailings",
    "alongside.portal",
    "alongside.console",
    "alongside.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "alongside.site.files_host.middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alongside.people.middleware.tenant",  # before the session, whose user belongs to the tenant
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.site.errors.Middleware",
    "alongside.assisting.middleware.acting",
]

ROOT_URLCONF = "alongside.site.urls"
ASSISTED_URLCONF = "alongside.site.assisted_urls"  # all that exists below /for/<assistance>/
WSGI_APPLICATION = "alongside.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        # Templates lie beside their views, so they are found by their path in the package;
        # the sign-in library looks for its own names, which are ours to draw.
        "DIRS": [PACKAGE, PACKAGE / "portal" / "sign_in"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "alongside.site.jinja.environment",
            "context_processors": [
                "alongside.ui.jinja.one_token",
                "django.contrib.messages.context_processors.messages",
                "alongside.interactions.context.band",
            ],
        },
    },
    {
        # Only for templates that libraries ship themselves.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "alongside.ui.jinja.FormRenderer"

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA / 'alongside.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["alongside.people.authentication.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # user names are unique within a tenant, by a constraint of people.Person
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alongside.portal.sign_in.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "alongside.portal.sign_in.inputs.SignIn",
    "reauthenticate": "alongside.portal.sign_in.inputs.ConfirmPassword",
    "change_password": "alongside.portal.sign_in.inputs.ChangePassword",
    "reset_password": "alongside.portal.sign_in.inputs.ForgottenPassword",
    "reset_password_from_key": "alongside.portal.sign_in.inputs.NewPassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False  # one spelling stored, so the look-up uses the index
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# A whole office signs in from one address at nine; guessing stays slow for everybody.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "alongside.portal.sign_in.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "alongside.portal.sign_in.inputs.SecondFactor",
    "reauthenticate": "alongside.portal.sign_in.inputs.ConfirmSecondFactor",
    "activate_totp": "alongside.portal.sign_in.inputs.SetUpApp",
}
# An address is part of the profile; the library neither keeps nor confirms addresses here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code may be 30 seconds early or late: people type slowly, clocks differ

SESSION_ENGINE = "alongside.people.sessions"
SESSION_COOKIE_NAME = "__Host-alongside" if HTTPS else "alongside"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alongside.site.errors.forged"
SECURE_SSL_REDIRECT = False  # the proxy that speaks TLS decides
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "alongside.site.statics.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Where e-mail is put instead of being sent, to try a house out.
EMAIL_FILE_PATH = env.text("ALONGSIDE_MAIL_FOLDER", default="")
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if EMAIL_FILE_PATH else 'smtp'}.EmailBackend"
EMAIL_HOST = env.text("ALONGSIDE_SMTP_HOST", default="localhost")
EMAIL_PORT = env.number("ALONGSIDE_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.text("ALONGSIDE_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.text("ALONGSIDE_SMTP_PASSWORD", default="")
_smtp = env.one_of("ALONGSIDE_SMTP_SECURITY", ("none", "starttls", "tls"), default="none")
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp == "tls", _smtp == "starttls"
DEFAULT_FROM_EMAIL = env.text("ALONGSIDE_FROM", default="Alongside <no-reply@localhost>")

# Who sends text messages: a class with `send(number, text)`; none is sent where it is empty.
SMS_SENDER = env.text("ALONGSIDE_SMS", default="")
SMS_FOLDER = env.text("ALONGSIDE_SMS_FOLDER", default=str(DATA / "sms"))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.time_zone("ALONGSIDE_TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

# A virus scanner that speaks clamd's protocol: tcp://HOST:PORT or unix:/PATH. Where one is named, no file
# is kept that it did not call clean.
SCANNER = env.text("ALONGSIDE_SCANNER", default="")

# Servers that help browsers in calls to reach each other: none is needed within one network. A relay
# (coturn with `use-auth-secret`) shares its secret with the house.
STUN = env.words("ALONGSIDE_STUN", default=[])
TURN = env.words("ALONGSIDE_TURN", default=[])
TURN_SECRET = env.text("ALONGSIDE_TURN_SECRET", default="")

# A Janus server that carries sound and picture of calls, so that more than four can see each other. Browsers
# never hear of it. While it does not answer, new calls are carried by the browsers themselves.
JANUS = env.text("ALONGSIDE_JANUS", default="")  # ws://127.0.0.1:8188
JANUS_SECRET = env.text("ALONGSIDE_JANUS_SECRET", default="")  # its api_secret
JANUS_ADMIN_KEY = env.text("ALONGSIDE_JANUS_ADMIN_KEY", default="")  # of its plugin videoroom

# A file of people that is sent to the console: it is kept on the disk, not in memory.
LARGEST_UPLOAD = env.number("ALONGSIDE_LARGEST_UPLOAD_MB", default=512) * 2**20

# How long one may go on helping: idle, and altogether (security.md T-10).
ASSIST_IDLE = timedelta(minutes=env.number("ALONGSIDE_ASSIST_IDLE_MINUTES", default=15))
ASSIST_ABSOLUTE = timedelta(minutes=env.number("ALONGSIDE_ASSIST_ABSOLUTE_MINUTES", default=60))
# A second factor that was used longer ago than this is asked for again before helping.
SECOND_FACTOR_FRESH = timedelta(hours=12)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

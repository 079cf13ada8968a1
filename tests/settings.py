"""Settings of the test runs: as in production, but for what would only cost time."""

import os
import tempfile

os.environ.setdefault("ALONGSIDE_DATA", tempfile.mkdtemp(prefix="alongside-tests-"))
os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-tests-" * 4)

from alongside.site.settings import *  # noqa: F403
from alongside.site.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good hash costs 0.3 s a sign-in
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]

"""The server of the browser tests: production settings, but for the slow password hash."""

from alongside.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

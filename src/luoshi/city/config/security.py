"""Signing in: which rules hold, by the profile in ``LUOSHI_SECURITY``.

``gb22239-3``  GB/T 22239-2019, level 3 (8.1.4.1 identity, 8.1.4.2 access).
``asvs-5``     OWASP ASVS 5.0, level 2 (V6 authentication, V7 session management).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from luoshi.city.config.environment import Environment

_env = Environment()
PROFILE = _env.choice("SECURITY", ("gb22239-3", "asvs-5"), "gb22239-3")
_DEMO = _env.flag("DEMO")

AXES_FAILURE_LIMIT = _env.number("LOCKOUT_FAILURES", 5 if PROFILE == "gb22239-3" else 10)
AXES_COOLOFF_TIME = timedelta(minutes=_env.number("LOCKOUT_MINUTES", 30))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 60 * _env.number("SESSION_MINUTES", 12 * 60)
SESSION_IDLE_SECONDS = 60 * _env.number("IDLE_MINUTES", 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

_LENGTH = 8 if PROFILE == "gb22239-3" else 15
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": _env.number("PASSWORD_LENGTH", _LENGTH)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_DAYS = _env.number("PASSWORD_DAYS", 90 if PROFILE == "gb22239-3" else 0)
SECOND_FACTOR = _env.choice(
    "SECOND_FACTOR", ("optional", "privileged", "everyone"), "optional" if _DEMO else "privileged"
)

ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "luoshi.city.people.adapters.ClosedAccounts"
SOCIALACCOUNT_ADAPTER = "luoshi.city.people.adapters.KnownPeople"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Luoshi"

SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _env.text("OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "office",
                "name": _env.text("OIDC_NAME", "OpenID Connect"),
                "client_id": _env.text("OIDC_CLIENT"),
                "secret": _env.text("OIDC_SECRET"),
                "settings": {"server_url": _env.text("OIDC_SERVER")},
            }
        ]
    }

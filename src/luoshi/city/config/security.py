"""Signing in: which rules hold, by the profile in ``LUOSHI_SECURITY``; see ``docs/signing-in.md``.

``gb22239-3``  GB/T 22239-2019, level 3 (8.1.4.1 identity, 8.1.4.2 access control, 8.1.4.3 audit).
``asvs-5``     OWASP ASVS 5.0, level 2 (V6 authentication, V7 session management).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from luoshi.city.config.environment import Environment

_env = Environment()
PROFILE = _env.choice("SECURITY", ("gb22239-3", "asvs-5"), "gb22239-3")
_DEMO = _env.flag("DEMO")
_GB = PROFILE == "gb22239-3"

# Failed passwords are counted for each name at each place; the page says when the lock ends.
AXES_FAILURE_LIMIT = _env.number("LOCKOUT_FAILURES", 5 if _GB else 10)
AXES_COOLOFF_TIME = timedelta(minutes=_env.number("LOCKOUT_MINUTES", 30))
AXES_HANDLER = "luoshi.city.people.signing.passwords.CountedPasswords"
AXES_LOCKOUT_CALLABLE = "luoshi.city.people.signing.pages.locked_out"
AXES_USERNAME_CALLABLE = "luoshi.city.people.signing.passwords.username_of"
AXES_CLIENT_IP_CALLABLE = "luoshi.city.people.lockout.places.address_of"
# Of one address over all names: far above the slips of a building; from FLOOD on the processor is spared.
LOCKOUT_ADDRESS_FAILURES = _env.number("LOCKOUT_ADDRESS_FAILURES", 500)
LOCKOUT_FLOOD_FAILURES = 4 * LOCKOUT_ADDRESS_FAILURES
# Of one name over all places where that person never signed in: then one try is left to each, then none.
LOCKOUT_NEW_PLACES_FAILURES = _env.number("LOCKOUT_NEW_PLACES_FAILURES", 50)
LOCKOUT_EVERYWHERE_FAILURES = 10 * LOCKOUT_NEW_PLACES_FAILURES
LOCKOUT_NEW_PLACES_TIME = timedelta(days=1)
# Codes of the second factor, by account and place; and of a day. Three of a million are right at a time.
SECOND_FACTOR_LIMITS = ((10, timedelta(minutes=15)), (20, timedelta(days=1)))

SESSION_COOKIE_AGE = 60 * _env.number("SESSION_MINUTES", 12 * 60)
SESSION_IDLE_SECONDS = 60 * _env.number("IDLE_MINUTES", 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

_DJANGO = "django.contrib.auth.password_validation"
_OWN = "luoshi.city.people.passwords"


def validators_of(profile: str, length: int) -> list[dict[str, Any]]:
    """The rules for passwords by ``profile``, as Django takes them."""
    rules: list[dict[str, Any]] = [
        {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": length}},
        {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
        {
            "NAME": f"{_DJANGO}.UserAttributeSimilarityValidator",
            "OPTIONS": {"user_attributes": ("username", "name", "email")},
        },
        {"NAME": f"{_OWN}.PlaceValidator"},
    ]
    if profile == "gb22239-3":
        rules += [
            {"NAME": f"{_OWN}.KindsValidator", "OPTIONS": {"kinds": 3}},
            {"NAME": f"{_OWN}.FormerValidator", "OPTIONS": {"last": 5}},
        ]
    else:
        rules.append({"NAME": f"{_DJANGO}.NumericPasswordValidator"})
    return rules


AUTH_PASSWORD_VALIDATORS = validators_of(PROFILE, _env.number("PASSWORD_LENGTH", 8 if _GB else 15))
PASSWORD_DAYS = _env.number("PASSWORD_DAYS", 90 if _GB else 0)
ONE_TIME_PASSWORD_DAYS = _env.number("ONE_TIME_PASSWORD_DAYS", 7)
SECOND_FACTOR = _env.choice(
    "SECOND_FACTOR",
    ("optional", "privileged", "everyone"),
    "optional" if _DEMO else "privileged" if _GB else "everyone",
)
# The address of a letter is as safe as the mailbox: only where mail is configured and the office wants it.
PASSWORD_RESET_BY_MAIL = _env.flag("PASSWORD_RESET_BY_MAIL") and bool(_env.text("EMAIL_URL"))

ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_ADAPTER = "luoshi.city.people.adapters.ClosedAccounts"
ACCOUNT_SESSION_REMEMBER = False
# The session in which the password is changed goes on, under a new key; all others end.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Sign-ins and codes are counted by this site alone. A building behind one address asks for letters, too;
# one mailbox gets few: whoever floods it, its owner has the link.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "100/m/ip,5/h/key",
    "reset_password_from_key": "100/m/ip",
}
ACCOUNT_FORMS = {
    "change_password": "luoshi.city.people.signing.forms.CountedChangeForm",
    "reset_password": "luoshi.city.people.signing.letters.ResetLetterForm",
}
MFA_FORMS = {
    "authenticate": "luoshi.city.people.signing.forms.CodeForm",
    "reauthenticate": "luoshi.city.people.signing.forms.CodeAgainForm",
}
MFA_ADAPTER = "luoshi.city.people.second_factor.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Luoshi"
MFA_TOTP_TOLERANCE = 1

SOCIALACCOUNT_ADAPTER = "luoshi.city.people.adapters.KnownPeople"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
# A link, not a form: a form would be led off this site, which the content policy forbids.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _env.text("OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "office",
                "name": _env.text("OIDC_NAME", "OpenID Connect"),
                "client_id": _env.text("OIDC_CLIENT"),
                "secret": _env.text("OIDC_SECRET"),
                "settings": {"server_url": _env.text("OIDC_SERVER")},
            }
        ],
    }

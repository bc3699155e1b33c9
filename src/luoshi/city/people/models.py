"""Units, posts, persons and who holds which post (Popolo: Organization, Post, Person, Membership)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q
from django.utils import timezone

from luoshi.city.chain.models import Recorded

UNIT_KINDS = ("leadership", "supervision_office", "department", "district", "development_zone", "other")
ROLES = ("leader", "supervision_office", "unit_head", "unit_officer", "auditor", "administrator")


def _choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def lasting(day: date, path: str = "") -> Q:
    """What lasts until ``day`` or longer, that day included; ``path`` leads there: ``post__``."""
    return Q((f"{path}until__isnull", True)) | Q((f"{path}until__gte", day))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units by day."""

    def open_on(self, day: date) -> UnitQuerySet:
        """Those that are not closed before ``day``."""
        return self.filter(lasting(day))

    def current(self) -> UnitQuerySet:
        """Those that are open today."""
        return self.open_on(timezone.localdate())


class Unit(Recorded):
    """A department, district or development zone; or the leadership, or the supervision office."""

    RECORDED = ("key", "name", "short_name", "aliases", "kind", "parent_id", "since", "until")

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=20, choices=_choices(UNIT_KINDS))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by day."""

    def open_on(self, day: date) -> PostQuerySet:
        """Those that are not closed before ``day``."""
        return self.filter(lasting(day))

    def current(self) -> PostQuerySet:
        """Those that are open today."""
        return self.open_on(timezone.localdate())


class Post(Recorded):
    """A post of a unit; duty and role belong to it, whoever holds it."""

    RECORDED = ("key", "unit_id", "name", "role", "since", "until")

    key = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=_choices(ROLES))
    position = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("unit__position", "position", "key")
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="post_name_in_unit"),)

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        """A person who can sign in; for tests and the demo, the site's own way is ``people.actions``."""
        fields.setdefault("key", username)
        fields.setdefault("name", username)
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, Recorded):
    """A person; with a ``username`` one who can sign in."""

    RECORDED = (
        "key", "name", "username", "email", "is_active", "password_changed_at", "password",
        "must_change_password", "second_factors", "identities",
    )  # fmt: skip
    RECORDED_WITH = ("authenticator_set", "socialaccount_set")
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")], default="zh")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ("name", "key")

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Django would write here; that is an act of its own (``backends``)."""
        return check_password(raw_password, self.password)

    @property
    def second_factors(self) -> list[list[object]]:
        """Kind, day and sealed secret of each second factor; which recovery codes were used is no part."""
        if self._state.adding:
            return []
        found = self.authenticator_set.all()  # type: ignore[attr-defined]
        return sorted(([one.type, one.created_at, _lasting(one.data)] for one in found), key=str)

    @property
    def identities(self) -> list[list[str]]:
        """By which names identity providers know the person."""
        if self._state.adding:
            return []
        found = self.socialaccount_set.all()  # type: ignore[attr-defined]
        return sorted([one.provider, one.uid] for one in found)


def _lasting(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("used_mask", "viewed_at")}


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Holdings by day."""

    def on(self, day: date) -> HoldingQuerySet:
        """Those that hold on ``day``, both ends included."""
        return self.lasting(day).filter(since__lte=day)

    def lasting(self, day: date) -> HoldingQuerySet:
        """Those that do not end before ``day``; some may begin later."""
        return self.filter(lasting(day))


class Holding(Recorded):
    """A person holds a post from ``since`` to ``until``, both days included 任职."""

    RECORDED = ("person_id", "post_id", "since", "until")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="holding_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id} {self.since}"


class Token(Recorded):
    """A person's key to the API; only its digest is kept."""

    RECORDED = ("person_id", "name", "digest", "scopes", "expires_at", "revoked_at")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class FormerPassword(models.Model):
    """The digest of a password that a person had, so that it is not taken again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_passwords")
    digest = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"


class FailedTries(models.Model):
    """Failed tries under one key, until they count no more; key and name are digests that nobody reads back.

    ``name`` is that of the account, empty for what is counted of an address; ``said`` is whether the log
    has that the limit was reached.
    """

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=64, blank=True, db_index=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)
    said = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class KnownPlace(models.Model):
    """The digest of an address, or of a browser's cookie, from where the person signed in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_places")
    place = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-until", "-pk")
        constraints = (models.UniqueConstraint(fields=["person", "place"], name="known_place_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.until}"

"""What is typed and not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """What a person typed into the form at ``place`` and has not sent: neither browser nor session loses it.

    ``content`` holds its fields; a file lies in the store under ``sha256``. ``sent`` is the key of the form
    that was sent last: the keystrokes that arrive after it are of no use.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts")
    place = models.CharField(max_length=80)
    content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    sent = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "place"], name="form_draft_once"),)

    def __str__(self) -> str:
        return self.place

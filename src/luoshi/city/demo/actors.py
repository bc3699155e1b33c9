"""Who acts in the demonstration, and what they say."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from docx import Document

from luoshi.city.people.actors import Actor, actor_for
from luoshi.city.people.models import Person, Post, Unit
from luoshi.city.site.uploads import Stored, store
from luoshi.city.tasks.actions.evidence import ALLOWED
from luoshi.city.tasks.models import Task
from luoshi.knowledge import toml_table


@cache
def story() -> dict[str, Any]:
    """``story.toml``."""
    return toml_table("luoshi.city.demo", "story.toml")


def text(name: str, **values: object) -> str:
    """A sentence of the story."""
    words: str = story()["texts"][name]
    return words.format(**values)


class Cast:
    """Units, posts and acting people by key."""

    def __init__(self) -> None:
        self.units = {unit.key: unit for unit in Unit.objects.all()}
        self.posts = {post.key: post for post in Post.objects.select_related("unit")}
        self._actors: dict[str, Actor] = {}

    def actor(self, username: str) -> Actor:
        """The person as acting; everybody holds the same post from before the story begins."""
        if username not in self._actors:
            person = Person.objects.get(username=username)
            self._actors[username] = actor_for(person, timezone.localdate())
        return self._actors[username]

    def head(self, task: Task) -> Actor:
        """The head of the unit that leads."""
        return self.actor(f"{self._lead(task).key}-head")

    def officer(self, task: Task) -> Actor:
        """The officer of the unit that leads."""
        return self.actor(f"{self._lead(task).key}-officer")

    @property
    def office(self) -> Actor:
        """The supervision office."""
        return self.actor("office")

    def _lead(self, task: Task) -> Unit:
        return next(unit for unit in self.units.values() if unit.pk == task.lead_unit_id)


def evidence_for(title: str, unit: str) -> Stored:
    """A report of acceptance as a Word file, kept like any upload."""
    document = Document()
    document.add_heading(text("evidence"), 1)
    for line in story()["texts"]["evidence_words"]:
        document.add_paragraph(line.format(title=title, unit=unit))
    content = io.BytesIO()
    document.save(content)
    return store(ContentFile(content.getvalue(), name=f"{text('evidence')}.docx"), allowed=ALLOWED)

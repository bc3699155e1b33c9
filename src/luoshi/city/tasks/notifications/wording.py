"""A notification in words."""

from __future__ import annotations

from luoshi.city.rules.words import Reason, in_words
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.city.tasks.events import event_words
from luoshi.city.tasks.models import Notification


def notification_words(notification: Notification) -> str:
    """What is due, or what somebody did and why."""
    detail, language = notification.detail, language_now()
    if "reasons" in detail:
        reasons = (Reason(reason["code"], reason["details"]) for reason in detail["reasons"])
        words = ("；" if language == "zh" else "; ").join(in_words(reason, language) for reason in reasons)
        escalated = notification.kind == "escalated"
        return f"{say('tasks.notifications.escalated')}：{words}" if escalated else words
    words = event_words(str(detail.get("event", "")), language)
    reason = str(detail.get("reason", ""))
    return f"{words}：{reason}" if reason else words

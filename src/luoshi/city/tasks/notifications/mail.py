"""Notifications by e-mail, where the office has set ``LUOSHI_EMAIL_URL``."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation

from luoshi.city.people.models import Holding, Person
from luoshi.city.site.addresses import whole_address
from luoshi.city.site.words import say
from luoshi.city.tasks.models import Notification
from luoshi.city.tasks.notifications.wording import notification_words

_log = logging.getLogger(__name__)
_STILL_NEWS = timedelta(days=7)


def mail_notifications(today: date) -> int:
    """Send what is unread and was not sent yet, one e-mail to each holder of a post; how many were sent.

    Outside any transaction: only what was committed is sent. Notifications are marked when their post's
    e-mails are gone; a run killed between the two sends those of one post again. One holder reached is
    enough: whom an e-mail did not reach is in the log, and nobody gets the same one every day for that.
    """
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return 0
    waiting = Notification.objects.filter(
        mailed_at__isnull=True, read_at__isnull=True, on__gte=today - _STILL_NEWS
    )
    sent = 0
    for post in waiting.order_by("post_id").values_list("post_id", flat=True).distinct():
        notifications = list(waiting.filter(post=post).select_related("task").order_by("pk"))
        holders = [
            holding.person
            for holding in Holding.objects.on(today).filter(post=post).select_related("person")
            if holding.person.email and holding.person.is_active
        ]
        gone = [_sent(person, notifications) for person in holders]
        if any(gone):
            Notification.objects.filter(pk__in=[one.pk for one in notifications]).update(
                mailed_at=timezone.now()
            )
            sent += sum(gone)
    return sent


def _sent(person: Person, notifications: list[Notification]) -> bool:
    with translation.override("en" if person.language == "en" else "zh-hans"):
        subject = say("tasks.notifications.mail_subject", count=len(notifications))
        lines = [say("tasks.notifications.mail_open", person=person.name), ""]
        for notification in notifications:
            lines.append(f"{notification.on} {notification_words(notification)}")
            if notification.task is not None:
                lines += [
                    notification.task.title,
                    whole_address(reverse("task", args=[notification.task.key])),
                ]
            lines.append("")
    try:
        send_mail(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError):
        _log.exception("notifications could not be sent by e-mail to %s", person.key)
        return False
    return True

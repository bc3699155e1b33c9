"""Run by ``test_demo_site`` on the data of a filled demonstration: writes as JSON what the database holds."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django's settings come first

from luoshi.city.chain.models import Entry  # noqa: E402
from luoshi.city.chain.verifying import faults  # noqa: E402
from luoshi.city.demo.filling import fill_once  # noqa: E402
from luoshi.city.people.models import Unit  # noqa: E402
from luoshi.city.reports.models import Promise, Report  # noqa: E402
from luoshi.city.tasks.models import ChangeRequest, SupervisionOrder, Task  # noqa: E402


def found() -> dict[str, object]:
    """What there is; tasks are those of the newest report and those from elsewhere."""
    newest = Report.objects.order_by("-year")[0]
    tasks = Task.objects.filter(report=newest) | Task.objects.filter(report=None)
    promises = Promise.objects.filter(report=newest, present=True)
    return {
        "faults": [str(fault) for fault in faults()],
        "entries": Entry.objects.count(),
        "entries of the future": Entry.objects.filter(at__gt=timezone.now()).count(),
        "released reports": Report.objects.filter(state="read", released_at__isnull=False).count(),
        "states": sorted(set(tasks.values_list("state", flat=True))),
        "lights": sorted(set(tasks.values_list("light", flat=True))),
        "verdicts": sorted(set(Task.objects.filter(state="closed").values_list("verdict", flat=True))),
        "excluded promises": promises.filter(state="excluded").count(),
        "promises left": promises.filter(state="unconfirmed", tasks__isnull=True).count(),
        "change_requests": sorted(set(ChangeRequest.objects.values_list("kind", flat=True))),
        "supervision_orders": sorted(set(SupervisionOrder.objects.values_list("colour", flat=True))),
        "tasks": tasks.count(),
        "released tasks": tasks.filter(released_at__isnull=False).count(),
        "leading units": Unit.objects.filter(led__isnull=False).distinct().count(),
    }


before = found()
sys.stdout.write(json.dumps({"before": before, "filled again": fill_once(), "after": found()}))

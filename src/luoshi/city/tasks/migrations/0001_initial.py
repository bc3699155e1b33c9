import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("reports", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supports", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headline_target", "headline_target"),
                            ("task", "task"),
                            ("project", "project"),
                            ("livelihood", "livelihood"),
                        ],
                        default="task",
                        max_length=20,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("report", "report"),
                            ("meeting", "meeting"),
                            ("instruction", "instruction"),
                            ("proposal", "proposal"),
                            ("other", "other"),
                        ],
                        default="report",
                        max_length=12,
                    ),
                ),
                ("origin_words", models.CharField(blank=True, max_length=300)),
                ("section", models.CharField(blank=True, max_length=200)),
                ("section_order", models.PositiveIntegerField(default=0)),
                ("start", models.DateField()),
                ("due", models.DateField()),
                ("first_due", models.DateField(blank=True, null=True)),
                ("progress_interval_days", models.PositiveSmallIntegerField(default=30)),
                ("target_low", models.FloatField(blank=True, null=True)),
                ("target_high", models.FloatField(blank=True, null=True)),
                ("target_unit", models.CharField(blank=True, max_length=40)),
                ("target_bound", models.CharField(blank=True, max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "drafted"),
                            ("awaiting_acceptance", "awaiting_acceptance"),
                            ("in_progress", "in_progress"),
                            ("awaiting_review", "awaiting_review"),
                            ("returned", "returned"),
                            ("extension_asked", "extension_asked"),
                            ("done", "done"),
                            ("closed", "closed"),
                            ("suspended", "suspended"),
                        ],
                        default="drafted",
                        max_length=20,
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("runs_from", models.DateField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "claim",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "on_track"), ("behind", "behind"), ("at_risk", "at_risk")],
                        max_length=10,
                    ),
                ),
                (
                    "own_verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exceeded", "exceeded"),
                            ("kept", "kept"),
                            ("partly", "partly"),
                            ("missed", "missed"),
                            ("not_comparable", "not_comparable"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exceeded", "exceeded"),
                            ("kept", "kept"),
                            ("partly", "partly"),
                            ("missed", "missed"),
                            ("not_comparable", "not_comparable"),
                        ],
                        max_length=16,
                    ),
                ),
                ("verdict_words", models.TextField(blank=True)),
                (
                    "light",
                    models.CharField(
                        choices=[
                            ("green", "green"),
                            ("blue", "blue"),
                            ("yellow", "yellow"),
                            ("red", "red"),
                            ("grey", "grey"),
                        ],
                        default="grey",
                        max_length=8,
                    ),
                ),
                ("light_reasons", models.JSONField(default=list)),
                ("light_since", models.DateField(blank=True, null=True)),
                ("done_amount", models.FloatField(blank=True, null=True)),
                ("amount_on", models.DateField(blank=True, null=True)),
                ("last_progress_on", models.DateField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("submission", models.CharField(blank=True, max_length=60, null=True, unique=True)),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led",
                        to="people.unit",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officered",
                        to="people.post",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="reports.promise",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="reports.report",
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsored",
                        to="people.post",
                    ),
                ),
                (
                    "supporting_units",
                    models.ManyToManyField(
                        related_name="supported", through="tasks.Support", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ("year", "number"),
            },
        ),
        migrations.AddField(
            model_name="support",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="tasks.task"
            ),
        ),
        migrations.CreateModel(
            name="SupervisionOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                (
                    "colour",
                    models.CharField(
                        choices=[("blue", "blue"), ("yellow", "yellow"), ("red", "red")], max_length=8
                    ),
                ),
                ("issued_on", models.DateField()),
                ("answer_due", models.DateField()),
                ("words", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_orders",
                        to="people.unit",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_orders",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ("-issued_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ProgressEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField()),
                ("amount", models.FloatField(blank=True, null=True)),
                ("words", models.TextField()),
                ("next_step", models.TextField(blank=True)),
                (
                    "claim",
                    models.CharField(
                        blank=True,
                        choices=[("on_track", "on_track"), ("behind", "behind"), ("at_risk", "at_risk")],
                        max_length=10,
                    ),
                ),
                ("final", models.BooleanField(default=False)),
                (
                    "own_verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exceeded", "exceeded"),
                            ("kept", "kept"),
                            ("partly", "partly"),
                            ("missed", "missed"),
                            ("not_comparable", "not_comparable"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("awaiting_signature", "awaiting_signature"),
                            ("awaiting_review", "awaiting_review"),
                            ("accepted", "accepted"),
                            ("returned", "returned"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_reason", models.CharField(blank=True, max_length=500)),
                ("submission", models.CharField(blank=True, max_length=40, null=True, unique=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ("-as_of", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Obstacle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("due", models.DateField(blank=True, null=True)),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("settled_words", models.TextField(blank=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_remove",
                        to="people.unit",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="obstacles", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ("due", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due_soon", "due_soon"),
                            ("due_today", "due_today"),
                            ("overdue", "overdue"),
                            ("milestone_due", "milestone_due"),
                            ("progress_due", "progress_due"),
                            ("escalated", "escalated"),
                            ("asked", "asked"),
                            ("moved", "moved"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                ("on", models.DateField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="people.post",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due", models.DateField()),
                ("amount", models.FloatField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ("due", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("unchecked", models.BooleanField(default=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "progress",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="tasks.progressentry",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=40)),
                ("from_state", models.CharField(blank=True, max_length=20)),
                ("to_state", models.CharField(blank=True, max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                ("person_name", models.CharField(blank=True, max_length=100)),
                ("post_name", models.CharField(blank=True, max_length=255)),
                ("public", models.BooleanField(default=False)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="tasks.task"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extension", "extension"),
                            ("suspension", "suspension"),
                            ("transfer", "transfer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("wanted_due", models.DateField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("granted", models.BooleanField(blank=True, null=True)),
                ("decision", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wanted_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["year", "state", "due"], name="task_year_state_due"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["year", "light", "due"], name="task_year_light"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["lead_unit", "year", "state", "due"], name="task_unit_year_state"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["sponsor", "year", "due"], name="task_sponsor_year"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["year", "section_order", "number"], name="task_year_section"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["state", "due"], name="task_state_due"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["released_at", "year"], name="task_released"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("year", "number"), name="task_number_in_year"),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(fields=("task", "unit"), name="support_once"),
        ),
        migrations.AddIndex(
            model_name="progressentry",
            index=models.Index(fields=["task", "-as_of", "-id"], name="progress_of_task"),
        ),
        migrations.AddIndex(
            model_name="progressentry",
            index=models.Index(fields=["state", "signed_at"], name="progress_state"),
        ),
        migrations.AddIndex(
            model_name="obstacle",
            index=models.Index(fields=["settled_on", "due"], name="obstacle_open"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["post", "read_at", "-on"], name="notification_of_post"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["task", "at"], name="event_of_task"),
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["granted", "asked_at"], name="change_request_open"),
        ),
    ]

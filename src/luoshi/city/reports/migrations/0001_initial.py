import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("file_name", models.CharField(max_length=255)),
                ("stored", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("reading", "reading"),
                            ("read", "read"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.JSONField(blank=True, default=dict)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("begins", models.PositiveSmallIntegerField(default=0)),
                ("reader", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField(blank=True)),
                ("record", models.JSONField(blank=True, default=dict)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("place_code", models.CharField(blank=True, max_length=6)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed", models.JSONField(blank=True, default=list)),
                ("last_promise", models.PositiveIntegerField(default=0)),
                ("last_figure", models.PositiveIntegerField(default=0)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-year", "-uploaded_at"),
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("kind", models.CharField(max_length=20)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("section", models.PositiveIntegerField(blank=True, null=True)),
                ("section_path", models.JSONField(default=list)),
                ("origin", models.CharField(default="read", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "unconfirmed"),
                            ("confirmed", "confirmed"),
                            ("excluded", "excluded"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                ("exclusion_reason", models.CharField(blank=True, max_length=500)),
                ("present", models.BooleanField(default=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ("report", "position"),
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=300)),
                ("measure", models.CharField(max_length=10)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("bound", models.CharField(max_length=10)),
                ("status", models.CharField(max_length=12)),
                ("tone", models.CharField(blank=True, max_length=8)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("origin", models.CharField(default="read", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "unconfirmed"),
                            ("confirmed", "confirmed"),
                            ("excluded", "excluded"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="figures",
                        to="reports.promise",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ("report", "start"),
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                            ("confirm", "confirm"),
                            ("edit", "edit"),
                            ("join", "join"),
                            ("split", "split"),
                            ("exclude", "exclude"),
                            ("include", "include"),
                            ("add", "add"),
                            ("figure", "figure"),
                        ],
                        max_length=10,
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("placed", models.BooleanField(default=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(fields=["report", "position"], name="promise_in_report"),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["report", "start"], name="figure_in_report"),
        ),
    ]

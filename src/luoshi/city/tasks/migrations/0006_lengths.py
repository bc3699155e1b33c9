"""The name of a post holds the longest unit with the longest post."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Wider column."""

    dependencies = (("tasks", "0005_amounts_that_count"),)

    operations = (migrations.AlterField("step", "post_name", models.CharField(blank=True, max_length=255)),)

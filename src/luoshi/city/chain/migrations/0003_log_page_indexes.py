"""The log is read by action and by day, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("history", "0002_guards")]
    operations = [
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["action", "number"], name="entry_action")
        ),
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["at"], name="entry_at")),
    ]

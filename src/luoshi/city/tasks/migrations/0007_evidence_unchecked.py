from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_lengths")]

    operations = [
        migrations.AddField("evidence", "unchecked", models.BooleanField(default=False)),
    ]

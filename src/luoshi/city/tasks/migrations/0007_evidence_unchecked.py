from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_amounts_that_count")]

    operations = [
        migrations.AddField("evidence", "unchecked", models.BooleanField(default=False)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_reading_jobs_and_keys")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="confirmed",
            field=models.JSONField(blank=True, default=list),
        ),
    ]

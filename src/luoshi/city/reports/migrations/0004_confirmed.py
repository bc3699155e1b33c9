from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_reading_begins")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="confirmed",
            field=models.JSONField(blank=True, default=list),
        ),
    ]

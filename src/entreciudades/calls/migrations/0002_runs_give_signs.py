"""A pairing run gives signs of life, says its fault as data, keeps the alternatives of every city."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.RemoveField("pairingrun", "fault"),
        migrations.AddField("pairingrun", "fault", models.JSONField(default=dict)),
        migrations.AddField("pairingrun", "alternatives", models.JSONField(default=dict)),
        migrations.AddField("pairingrun", "done", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "pairingrun", "beat_at", models.DateTimeField(blank=True, editable=False, null=True)
        ),
    ]

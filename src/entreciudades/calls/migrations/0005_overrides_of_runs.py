"""What the secretariat will propose against the result of a run, with its reasons."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0004_short_lists")]

    operations = [migrations.AddField("pairingrun", "overrides", models.JSONField(default=list))]

"""A review is to be sent by a day, of which its reviewer is reminded once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_runs_give_signs")]

    operations = [
        migrations.AddField("review", "due", models.DateField(blank=True, null=True, verbose_name="by which day")),
        migrations.AddField("review", "reminded_of", models.DateField(blank=True, editable=False, null=True)),
    ]

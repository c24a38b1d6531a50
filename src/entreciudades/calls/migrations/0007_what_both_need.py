"""What two cities on a short list both need."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0006_terms_of_a_submission")]

    operations = [migrations.AddField("shortlistentry", "common", models.JSONField(default=list))]

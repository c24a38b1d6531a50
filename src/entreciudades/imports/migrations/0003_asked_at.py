"""When the worker was asked."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0002_names_of_personal_data")]

    operations: ClassVar = [
        migrations.AddField(model_name="import", name="asked_at", field=models.DateTimeField(blank=True, null=True)),
    ]

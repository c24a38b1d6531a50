"""Members who were there before a city could answer stay as they were: confirmed."""

from django.db import migrations
from django.utils import timezone


def confirm(apps, _schema):
    apps.get_model("actors", "NetworkMember").objects.filter(confirmed_at=None, refused_at=None).update(
        confirmed_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("actors", "0003_people_elections_and_teams")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]

"""Licences that were written freely become those of the list; words that name none of it go to the author's line."""

from django.db import migrations

LICENCES = {"cc by 4.0": "cc-by-4.0", "cc by-sa 4.0": "cc-by-sa-4.0", "cc0": "cc0-1.0", "cc0 1.0": "cc0-1.0"}
PERMISSION = "permission"


def to_codes(apps, schema_editor):
    """Everything else was asked for as “with permission of the author”, and is kept as that."""
    for row in apps.get_model("core", "Attachment").objects.exclude(licence=""):
        known = LICENCES.get(row.licence.strip().lower())
        if known is None and row.licence:
            row.credit = f"{row.credit} ({row.licence})"[:200]
        row.licence = known or PERMISSION
        row.save(update_fields=["licence", "credit"])


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_pictures_say_who_agreed'),
    ]

    operations = [migrations.RunPython(to_codes, migrations.RunPython.noop)]

"""Short lists of admitted cities, since when they see them, until when they say their preferences."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0003_reviews_have_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Matchmaking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shown_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="lists shown to the cities"
                    ),
                ),
                ("preferences_due_at", models.DateTimeField(blank=True, null=True, verbose_name="preferences until")),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matchmaking",
                        to="calls.call",
                        verbose_name="call",
                    ),
                ),
            ],
            options={
                "verbose_name": "matchmaking",
                "verbose_name_plural": "matchmakings",
            },
        ),
        migrations.CreateModel(
            name="ShortListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("learns", models.JSONField(default=list)),
                ("shares", models.JSONField(default=list)),
                ("languages", models.JSONField(default=list)),
                (
                    "population",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants of the other city"),
                ),
                ("added", models.CharField(blank=True, max_length=500, verbose_name="reason for adding")),
                ("struck", models.CharField(blank=True, max_length=500, verbose_name="reason for striking")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="short_list",
                        to="calls.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="short_listed_by",
                        to="calls.application",
                        verbose_name="other city",
                    ),
                ),
            ],
            options={
                "verbose_name": "city on a short list",
                "verbose_name_plural": "cities on short lists",
                "ordering": ("application", "position", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("application", "other"), name="short_list_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("application", models.F("other")), _negated=True),
                        name="short_list_entry_not_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("added", ""), ("struck", ""), _connector="OR"),
                        name="short_list_entry_added_or_struck",
                    ),
                ],
            },
        ),
    ]

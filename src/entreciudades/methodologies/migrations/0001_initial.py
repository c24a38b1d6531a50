from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Methodology",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, verbose_name="short name")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("title", models.JSONField(default=dict, verbose_name="title")),
                ("source", models.TextField(blank=True, verbose_name="source")),
                ("text", models.TextField(verbose_name="text of the pack")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
            ],
            options={
                "verbose_name": "methodology",
                "verbose_name_plural": "methodologies",
                "ordering": ["slug", "-loaded_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="methodology",
            constraint=models.UniqueConstraint(fields=("slug", "version"), name="methodology_once_per_version"),
        ),
    ]

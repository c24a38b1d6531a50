from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_licences_to_their_codes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attachment',
            name='licence',
            field=models.CharField(blank=True, choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc0-1.0', 'CC0 1.0'), ('public-domain', 'public domain'), ('own', 'our own picture'), ('permission', 'all rights reserved, shown with permission')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('licence__in', ['', 'cc-by-4.0', 'cc-by-sa-4.0', 'cc0-1.0', 'public-domain', 'own', 'permission'])), name='core_attachment_licence'),
        ),
    ]

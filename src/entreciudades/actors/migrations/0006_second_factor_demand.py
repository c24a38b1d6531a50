import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0005_working_languages_and_glossary'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactorDemand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='from')),
                ('network', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor_demand', to='actors.organisation', verbose_name='network')),
            ],
            options={
                'verbose_name': 'demand of a second factor',
                'verbose_name_plural': 'demands of a second factor',
            },
        ),
    ]

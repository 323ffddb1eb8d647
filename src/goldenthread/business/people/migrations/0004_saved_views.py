# Nothing had kept a view before, so the table is made anew.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_feeds'),
    ]

    operations = [
        migrations.DeleteModel(
            name='SavedView',
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.CharField(max_length=24, unique=True)),
                ('listing', models.CharField(choices=[('tickets', 'Tickets'), ('projects', 'Projects'), ('investments', 'Investments'), ('services', 'Services'), ('items', 'Items'), ('measures', 'Measures'), ('events', 'Events')], max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('filters', models.JSONField(default=dict)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'listing', 'name'), name='view_once')],
            },
        ),
    ]

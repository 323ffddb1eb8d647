from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_plans_from_files")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="plan_stamp",
            field=models.UUIDField(default=uuid4),
        ),
    ]

"""What a key has sent: how many messages, and when the last one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds two columns that may stay as they are for keys without messages."""

    dependencies = [("caseflow", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="intakekey",
            name="last_message_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="intakekey",
            name="message_count",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]

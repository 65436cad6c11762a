"""Marks accounts whose password an administrator has given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_temporary_password",
            field=models.BooleanField(default=False, verbose_name="Mật khẩu tạm"),
        ),
    ]

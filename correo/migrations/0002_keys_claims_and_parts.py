from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correo', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='secret_words_are_not_kept',
        ),
        migrations.AddField(
            model_name='message',
            name='claimed_by',
            field=models.CharField(blank=True, default='', max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='message',
            name='key',
            field=models.CharField(blank=True, default='', max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='message',
            name='parts',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='what_has_a_key_is_said_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('is_secret', False), models.Q(('html', ''), ('parts', []), ('subject', ''), ('text', '')), _connector='OR'), name='secret_words_are_not_kept'),
        ),
    ]

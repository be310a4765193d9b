import django.db.models.deletion
import django.utils.timezone
import jornadas.models.calendars
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jornadas', '0001_initial'),
        ('padron', '0001_initial'),
    ]

    operations = [
        migrations.RenameModel('DateChange', 'Change'),
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=80, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('method', models.CharField(choices=[('REQUEST', 'Invitación'), ('CANCEL', 'Cancelación')], default='REQUEST', max_length=7)),
                ('facts', models.JSONField(default=dict)),
                ('told_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'entrada de calendario',
                'verbose_name_plural': 'entradas de calendario',
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('body', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('built_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'calendario publicado',
                'verbose_name_plural': 'calendarios publicados',
            },
        ),
        migrations.CreateModel(
            name='FeedToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=jornadas.models.calendars.make_token, max_length=40, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'dirección de calendario personal',
                'verbose_name_plural': 'direcciones de calendario personal',
            },
        ),
        migrations.CreateModel(
            name='MailPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reminders', models.BooleanField(default=True, verbose_name='recordatorios antes de cada evento')),
                ('follow_up', models.BooleanField(default=True, verbose_name='después del evento: gracias y lo que sigue')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'preferencia de correo',
                'verbose_name_plural': 'preferencias de correo',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('week', 'Una semana antes'), ('day', 'Un día antes'), ('hour', 'Una hora antes, con la liga'), ('after', 'Después del evento')], max_length=5)),
                ('starts_at', models.DateTimeField()),
                ('told', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'recordatorio',
            },
        ),
        migrations.AlterModelOptions(
            name='change',
            options={'ordering': ['asked_on', 'pk'], 'verbose_name': 'cambio', 'verbose_name_plural': 'cambios'},
        ),
        migrations.AddField(
            model_name='change',
            name='effective_on',
            field=models.DateField(blank=True, null=True, verbose_name='desde cuándo vale'),
        ),
        migrations.AddField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('postponed', 'Se pospuso, fecha por confirmar'), ('moved', 'Cambio de fecha u hora'), ('venue', 'Cambio de sede o de liga'), ('speakers', 'Cambio de ponente'), ('modality', 'Cambio de modalidad'), ('sessions', 'Cambio de sesiones'), ('cancelled', 'Se canceló'), ('asked', 'Cambio solicitado')], default='asked', max_length=10, verbose_name='qué es'),
        ),
        migrations.AddField(
            model_name='change',
            name='told',
            field=models.PositiveIntegerField(default=0, verbose_name='personas avisadas'),
        ),
        migrations.AddField(
            model_name='session',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='session',
            name='sequence',
            field=models.PositiveIntegerField(default=0, verbose_name='revisión'),
        ),
        migrations.AlterField(
            model_name='change',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='jornadas.event'),
        ),
        migrations.AlterField(
            model_name='change',
            name='recorded_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'approved'), ('told', 0), _connector='OR'), name='nobody_is_told_what_is_pending'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_entries', to='jornadas.event'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_entries', to='padron.person'),
        ),
        migrations.AddField(
            model_name='calendarentry',
            name='session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='calendar_entries', to='jornadas.session'),
        ),
        migrations.AddField(
            model_name='feedtoken',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_tokens', to='padron.person'),
        ),
        migrations.AddField(
            model_name='mailpreference',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_preference', to='padron.person'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='jornadas.session'),
        ),
        migrations.AddIndex(
            model_name='calendarentry',
            index=models.Index(fields=['event', 'person'], name='jornadas_ca_event_i_40ef3b_idx'),
        ),
        migrations.AddConstraint(
            model_name='calendarentry',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='one_calendar_entry_per_session_and_person'),
        ),
        migrations.AddConstraint(
            model_name='feedtoken',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('person',), name='one_personal_feed_per_person'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('session', 'kind', 'starts_at'), name='one_reminder_per_kind_and_start'),
        ),
    ]

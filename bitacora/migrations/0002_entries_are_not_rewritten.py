"""The record is only added to: the database itself refuses to rewrite an entry."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER bitacora_entry_stands BEFORE UPDATE ON bitacora_entry
BEGIN SELECT RAISE(ABORT, 'entries of the record are not rewritten'); END
"""
POSTGRESQL = """
CREATE FUNCTION bitacora_entry_stands() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'entries of the record are not rewritten'
    USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER bitacora_entry_stands BEFORE UPDATE ON bitacora_entry
FOR EACH ROW EXECUTE FUNCTION bitacora_entry_stands()
"""


def forbid_updates(apps, schema_editor):
    sql = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    schema_editor.execute(sql)


def allow_updates(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER bitacora_entry_stands")
    else:
        schema_editor.execute("DROP FUNCTION bitacora_entry_stands() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("bitacora", "0001_initial")]

    operations = [migrations.RunPython(forbid_updates, allow_updates)]

from django.core.wsgi import get_wsgi_application
from django.db import connection

application = get_wsgi_application()

from .models import Row, Written  # noqa: E402 — models need the application


def _tables() -> None:
    """Once, before the processes are forked: two tables and a thousand rows."""
    if connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Row)
        editor.create_model(Written)
    Row.objects.bulk_create(Row(code=f"{number:013}") for number in range(1_000))


_tables()
connection.close()

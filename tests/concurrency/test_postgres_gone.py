"""A PostgreSQL that was restarted is connected to again, and nobody notices."""

import psycopg
import pytest

from bench.browser import signed_in

# Told how many milliseconds it may take, the server answers once they have ended.
END_ALL = """SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.mark.postgres
def test_connections_that_the_server_ended_are_opened_again(postgres_sites):
    with postgres_sites.new() as site:
        scene = site.scene("seats", people=12, seats=4)

        def ask(session):
            client = signed_in(site.port, session)
            status = client.get(scene["path"]).status
            client.close()
            return status

        with site.serving():
            assert [ask(one) for one in scene["sessions"]] == [200] * 12
            with psycopg.connect(site.environment["DATABASE_URL"]) as server:
                ended = [one for (one,) in server.execute(END_ALL)]
            assert len(ended) >= 2
            assert all(ended)
            assert [ask(one) for one in scene["sessions"]] == [200] * 12
        assert "Traceback" not in site.log.read_text()

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        return self._is_silent() or super().is_usable()

    def _is_silent(self) -> bool:
        """Whether the server has said nothing since it last answered, not even goodbye."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)

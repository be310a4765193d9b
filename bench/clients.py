"""Many clients at once over HTTP, each on a connection of its own, with little cost to the machine.

Written on plain sockets: Python's own HTTP client takes as much time as the site does, and both
share the machine.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from statistics import quantiles

TIMEOUT = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


class Client:
    """One connection, kept open, that remembers its cookies as a browser does."""

    def __init__(self, port: int, cookies=None, headers=None):
        self.port, self.cookies, self.headers = port, dict(cookies or {}), dict(headers or {})
        self._socket: socket.socket | None = None
        self._rest = b""

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: bytes | dict, kind="application/x-www-form-urlencoded"):
        if isinstance(body, dict):
            body, kind = json.dumps(body).encode(), "application/json"
        return self.ask("POST", path, body, kind)

    def ask(self, method: str, path: str, body=b"", kind="") -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            answer = self._exchange(request)
        except (ConnectionError, BrokenPipeError):
            # The server closed a connection that was idle, as it may between two requests.
            self.close()
            answer = self._exchange(request)
        self.cookies |= answer.cookies
        return answer

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _exchange(self, request: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head, data = data.split(b"\r\n\r\n", 1)
        status, headers, cookies = _parse(head.decode("latin-1"))
        if headers.get("transfer-encoding") == "chunked":
            body = self._chunks(data)
        else:
            length = int(headers.get("content-length", 0))
            while len(data) < length:
                data += self._receive()
            body, self._rest = data[:length], data[length:]
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, cookies, body)

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        return data

    def _chunks(self, data: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in data:
                data += self._receive()
            size, data = data.split(b"\r\n", 1)
            length = int(size, 16)
            while len(data) < length + 2:
                data += self._receive()
            body, data = body + data[:length], data[length + 2 :]
            if not length:
                self._rest = data
                return body


def _parse(head: str) -> tuple[int, dict, dict]:
    first, *lines = head.split("\r\n")
    headers, cookies = {}, {}
    for line in lines:
        name, value = line.split(":", 1)
        name, value = name.lower(), value.strip()
        if name == "set-cookie":
            key, _, rest = value.partition("=")
            cookies[key] = rest.split(";", 1)[0]
        else:
            headers[name] = value
    return int(first.split(" ", 2)[1]), headers, cookies


@dataclass(frozen=True)
class Timed:
    """An answer, and the seconds that count."""

    answer: object
    seconds: float


@dataclass
class Rush:
    """What a number of clients got, and how long it took."""

    seconds: float
    answers: list = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p95_ms(self) -> float:
        """What nineteen in twenty waited at most, in milliseconds."""
        return quantiles(self.times, n=20)[-1] * 1000 if len(self.times) > 1 else 0.0


def rush(clients: int, tasks: Iterable, do: Callable, begin: Callable = dict) -> Rush:
    """`clients` threads share `tasks`: each calls `do(state, task)`, with the state of `begin()`.

    All begin at the same moment. What `do` returns is kept; where that is `Timed`, its seconds
    count instead of those of the whole call.
    """
    waiting: SimpleQueue = SimpleQueue()
    for task in tasks:
        waiting.put(task)
    result, lock, gate = Rush(0.0), threading.Lock(), threading.Barrier(clients + 1)

    def work():
        mine, times, faults, state = [], [], [], begin()
        gate.wait()
        while True:
            try:
                task = waiting.get_nowait()
            except Empty:
                break
            start = time.perf_counter()
            try:
                answer = do(state, task)
            except Exception as fault:  # noqa: BLE001 — kept, and looked at by who asked
                faults.append(fault)
                continue
            took = time.perf_counter() - start
            if isinstance(answer, Timed):
                answer, took = answer.answer, answer.seconds
            mine.append(answer)
            times.append(took)
        with lock:
            result.answers += mine
            result.times += times
            result.faults += faults

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - start
    return result

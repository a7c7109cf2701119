"""The server itself: sockets, headers, chunks, and its death."""

import socket
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from .replies import (
    PLAIN_JSON,
    ClientGoneError,
    Lines,
    Received,
    RefusedError,
    Reply,
    ServerDiedError,
    Whole,
    as_json,
    encoded,
)
from .routes import route
from .state import State

HOST = "127.0.0.1"
LOOK_FOR_SHUTDOWN = 0.005  # seconds; how long a server takes to stop
BUFFERED = 2048  # Go sends a longer body in chunks, without its length


class OllamaServer(State):
    """Runs while its `with` block does; inside, `kill` and `start` take it away and back."""

    port = 0
    listener: "Listener | None" = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Listen, after a kill on the same port as before; nothing is in memory yet."""
        self.scheduler.loaded.clear()
        self.listener = Listener(self, self.port)
        self.port = self.listener.server_port
        Thread(target=self.listener.serve_forever, args=(LOOK_FOR_SHUTDOWN,), daemon=True).start()

    def kill(self) -> None:
        """Drop every connection in the middle of whatever it says, and listen no more."""
        with self.changed:
            listener, self.listener = self.listener, None
        if listener is not None:
            listener.shutdown()
            listener.server_close()
            listener.drop_connections()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self.wait_until(lambda: not self.active)
        if self.crashes and error is None:
            raise self.crashes[0]


class Listener(ThreadingHTTPServer):
    """Accepts connections and knows those that are open."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner: OllamaServer, port: int) -> None:
        super().__init__((HOST, port), Connection)
        self.owner = owner
        self.connections: set[socket.socket] = set()

    def drop_connections(self) -> None:
        """Close what is open, without a farewell."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the client was faster
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave out the trace: a client that went away is no error here."""


class Connection(BaseHTTPRequestHandler):
    """One client's connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Listener

    def setup(self) -> None:
        """Remember the connection."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.connections.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write no log."""

    def answer(self) -> None:
        """Read a request, and answer it."""
        owner = self.server.owner
        request = self.received()
        owner.note(owner.requests, request)
        with owner.busy():
            try:
                self.send(request, route(owner, request))
            except ServerDiedError:
                owner.kill()
                self.close_connection = True
            except (ClientGoneError, ConnectionError):
                owner.note(owner.cancelled, request)
                self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def received(self) -> Received:
        """The request with its body."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        if headers.get("transfer-encoding", "") == "chunked":
            text = b"".join(self.chunks())
        else:
            text = self.rfile.read(int(headers.get("content-length", 0)))
        path = self.path.partition("?")[0]
        return Received(self.command, path, headers, text.decode(errors="replace"), self.gone)

    def chunks(self) -> list[bytes]:
        """The chunks of a body that was sent without its length."""
        read: list[bytes] = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            read.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return read

    def gone(self) -> bool:
        """Whether the other side has closed the connection."""
        try:
            return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def send(self, request: Received, reply: Reply) -> None:
        """Write the answer, whole or line by line."""
        if isinstance(reply, Whole):
            self.send_whole(request, reply)
            return
        with closing(reply.lines) as lines:
            try:
                first = next(lines)
            except RefusedError as error:
                refusal = as_json({"error": str(error)}, error.status, PLAIN_JSON)
                self.send_whole(request, refusal)
                return
            self.send_head(
                200, {"Content-Type": reply.content_type, "Transfer-Encoding": "chunked"}
            )
            self.send_chunk(first)
            self.send_rest(lines)

    def send_rest(self, lines: Lines) -> None:
        """The lines after the first; an error is one of them."""
        try:
            for line in lines:
                self.send_chunk(line)
        except RefusedError as error:
            self.send_chunk(encoded({"error": str(error)}) + "\n")
        self.wfile.write(b"0\r\n\r\n")

    def send_whole(self, request: Received, reply: Whole) -> None:
        """An answer in one piece."""
        headers = {"Content-Type": reply.content_type} if reply.content_type else {}
        if request.method == "HEAD":
            self.send_head(reply.status, headers)
        elif len(reply.content) > BUFFERED:
            self.send_head(reply.status, headers | {"Transfer-Encoding": "chunked"})
            self.send_chunk(reply.content.decode())
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_head(reply.status, headers | {"Content-Length": str(len(reply.content))})
            self.wfile.write(reply.content)

    def send_head(self, status: int, headers: dict[str, str]) -> None:
        """The status line and the headers."""
        self.send_response_only(status)
        for name, value in {**headers, "Date": self.date_time_string()}.items():
            self.send_header(name, value)
        self.end_headers()

    def send_chunk(self, text: str) -> None:
        """A piece of the body, on its way at once."""
        content = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))

"""A way to PostgreSQL that can be cut, or fall silent: it takes what is sent, and passes nothing on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_open = threading.Event()  # what is sent is passed on
        self.is_open.set()
        self.sockets: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                server = socket.create_connection(self.server)
                self.sockets += [client, server]
                for source, target in [(client, server), (server, client)]:
                    threading.Thread(target=self.pass_on, args=(source, target), daemon=True).start()

    def pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self.is_open.wait()
                target.sendall(data)
        self.end(source)
        self.end(target)

    @staticmethod
    def end(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def cut(self) -> None:
        """End every connection, as a restart does."""
        while self.sockets:
            self.end(self.sockets.pop())

    def refuse(self) -> None:
        """End every connection and take no other."""
        self.end(self.listener)
        self.cut()


@contextmanager
def proxy_to(host: str, port: int) -> Iterator[Proxy]:
    proxy = Proxy(host, port)
    yield proxy
    proxy.is_open.set()
    proxy.refuse()

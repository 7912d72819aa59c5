"""A mail server that takes everything, as fast as it can or after `--latency` seconds for each message.

Prints its port, then at the end of its input how many messages it took.
"""

import argparse
import asyncio
import sys

ANSWERS = {b"EHLO": b"250-sink\r\n250 PIPELINING", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class Sink(asyncio.Protocol):
    taken = 0
    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport, self.rest, self.in_data = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while True:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            piece, found, rest = self.rest.partition(end)
            if not found:
                return
            self.rest = rest
            if self.in_data:
                self.in_data = False
                Sink.taken += 1
                asyncio.get_running_loop().call_later(self.latency, self.answer, b"250 taken")
            else:
                self.in_data = piece[:4].upper() == b"DATA"
                self.answer(ANSWERS.get(piece[:4].upper(), b"250 ok"))

    def answer(self, line: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(line + b"\r\n")


async def serve(latency: float) -> None:
    Sink.latency = latency
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(Sink.taken, flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.0)
    asyncio.run(serve(parser.parse_args().latency))

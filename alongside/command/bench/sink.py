"""A mail server that takes everything and writes down to whom: a line for each letter.

    python -m alongside.command.bench.sink FILE

It prints its port, and serves until it is stopped.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any


class _Taking:
    def __init__(self, file: Any) -> None:
        self.file = file

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Written down before the answer: whoever hears it can rely on that."""
        for address in envelope.rcpt_tos:
            self.file.write(f"{address}\n")
        self.file.flush()
        return "250 taken"


async def _serve(path: Path) -> None:
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415 (it belongs to the tests' requirements)

    loop = asyncio.get_running_loop()
    with path.open("a") as file:
        taking = _Taking(file)
        server = await loop.create_server(lambda: SMTP(taking, hostname="sink"), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()


def main(path: str) -> None:
    try:
        asyncio.run(_serve(Path(path)))
    except ImportError:
        raise SystemExit("alongside: this measurement needs aiosmtpd (pip install aiosmtpd).") from None


if __name__ == "__main__":
    main(*sys.argv[1:])

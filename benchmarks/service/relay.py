"""The way to a database, which can be cut, or swallow what is sent: a relay in a thread."""

import asyncio
import threading
from contextlib import suppress


class Relay:
    """Passes on from a free port of its own to ``port``."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._swallows = self._is_cut = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port: int = self._run(self._listen())

    def cut(self) -> None:
        """Break all connections and refuse new ones."""
        self._is_cut = True
        self._loop.call_soon_threadsafe(self._break)

    def swallow(self) -> None:
        """Take everything and pass nothing on."""
        self._swallows = True

    def restore(self) -> None:
        """As before; what was swallowed stays so, and its connections break."""
        self._loop.call_soon_threadsafe(self._break)
        self._is_cut = self._swallows = False

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, coroutine):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _end(self) -> None:
        self._server.close()
        self._break()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # transports let go of their sockets

    def _break(self) -> None:
        for end in [*self._ends]:
            end.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            if self._is_cut:
                return
            far_reader, far = await asyncio.open_connection("127.0.0.1", self._behind)
            self._ends.add(far)
            await asyncio.gather(self._pass_on(reader, far), self._pass_on(far_reader, writer))
            self._ends.discard(far)
        except OSError:
            return
        finally:
            writer.transport.abort()
            self._ends.discard(writer)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if not self._swallows:
                    target.write(data)
                    await target.drain()
        target.transport.abort()

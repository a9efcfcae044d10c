"""Every flood comes, again and again, from the attacker's address and from no other."""

import asyncio
from contextlib import suppress

import pytest
from coroutines import run

from benchmarks.floods.__main__ import claims_of
from benchmarks.floods.kinds import ATTACKER, FLOODS


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_goes_on_whatever_it_is_answered(name: str) -> None:
    came: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer.get_extra_info("peername")[0])
        with suppress(ConnectionError):
            await reader.read(64)
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        writer.transport.abort()

    async def watched() -> None:
        async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
            url = f"http://localhost:{server.sockets[0].getsockname()[1]}"
            flood = asyncio.ensure_future(FLOODS[name](url))
            async with asyncio.timeout(20):
                while len(came) < 5:
                    await asyncio.sleep(0.01)
            flood.cancel()
            with suppress(asyncio.CancelledError):
                await flood
            await asyncio.sleep(0.1)  # what has come in last is refused, too

    run(watched())
    assert {*came} == {ATTACKER}


def test_one_flood_that_slows_people_fails_its_claim_alone() -> None:
    rows = [{"flood": "a", "ratio": 1.2}, {"flood": "b", "ratio": 1.6}]
    assert [claim.holds for claim in claims_of(rows)] == [True, False]

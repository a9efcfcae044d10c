"""Entries on the wire: frames by the guard alone; addresses, widgets and routes at a server."""

import asyncio
import http.client
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import numpy as np
from fuzzing.files import Trial
from fuzzing.mutations import VALUES, broken_bytes, one_of
from servers import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from tabs import Tab

from pages.components.guard.frames import LONGEST_QUERY, PASSED, refusal

PAGES = ("", "picks", "taste", "together", "shared", "uncertainty", "models", "sparsity", "studies")
NAMES = ("s", "g", "p", "study", "participant", "key", "id", "room", "lang", "part", "embed", "x")
AT_ONCE = 8  # sockets that share the work


def frames(folder: Path) -> Trial:
    message = BackMsg()
    message.rerun_script.query_string = "s=abc"
    message.rerun_script.widget_states.widgets.add(id="$$ID-x-left", trigger_value=True)
    whole = message.SerializeToString()

    def trial(rng: np.random.Generator) -> bool:
        frame = broken_bytes(rng, whole) if rng.random() < 0.8 else rng.bytes(int(rng.integers(80)))
        if refusal(frame) is not None:
            return False
        passed = BackMsg.FromString(frame)
        assert passed.WhichOneof("type") in PASSED
        assert len(passed.rerun_script.query_string) <= LONGEST_QUERY
        return True

    return trial


def query(rng: np.random.Generator) -> str:
    """Parameters of an address, right in their form or not."""
    if rng.random() < 0.2:
        return quote(broken_bytes(rng, b"s=abc&g=QRSTU"), safe="=&%")[:1500]
    said = {one_of(rng, NAMES): str(one_of(rng, VALUES))[:400] for _ in range(rng.integers(1, 5))}
    return urlencode(said, errors="replace")[:1500]


async def visits(server: Server, rng: np.random.Generator, n: int) -> Iterator[str]:
    """``n`` runs of pages with such addresses and with widgets in such states; what went wrong."""
    wrong: list[str] = []
    async with Tab(server) as tab:  # what pages draw with is loaded by their first visitor
        for page in PAGES:
            await tab.look(page)

    async def visit(seed: int, share: int) -> None:
        own = np.random.default_rng([seed, 7])
        left = share
        while left > 0:
            with suppress(ConnectionError, OSError):
                async with Tab(server) as tab:
                    for _ in range(min(left, 50)):  # then a new tab
                        await _one(tab, own, wrong)
                        left -= 1
                        await asyncio.sleep(0.06)  # within the limits of a socket

    seeds = rng.integers(2**31, size=AT_ONCE)
    await asyncio.gather(*(visit(int(seed), -(-n // AT_ONCE)) for seed in seeds))
    return iter(wrong)


async def _one(tab: Tab, rng: np.random.Generator, wrong: list[str]) -> None:
    page, asked = one_of(rng, PAGES), query(rng)
    try:
        if rng.random() < 0.5 and tab.seen.ids:
            message = _states(rng, sorted(tab.seen.ids))
            refused = refusal(message.SerializeToString())
            await (tab.throw(message) if refused else tab.put(message))
        else:
            await tab.look(page, asked)
    except TimeoutError:
        wrong.append(f"hang: /{page}?{asked[:80]}")
    if "Something went wrong on our side" in tab.seen.text:
        wrong.append(f"failed: /{page}?{asked[:80]}")


def _states(rng: np.random.Generator, ids: list[str]) -> BackMsg:
    message = BackMsg()
    for _ in range(int(rng.integers(1, 4))):
        state = message.rerun_script.widget_states.widgets.add(id=one_of(rng, ids))
        kind, value = int(rng.integers(6)), one_of(rng, VALUES)
        text = str(value).encode(errors="replace").decode()[:1000]
        match kind:
            case 0:
                state.trigger_value = True
            case 1:
                state.string_value = text
            case 2:
                state.int_value = int(rng.integers(-(2**40), 2**40))
            case 3:
                state.double_value = float(one_of(rng, (np.nan, np.inf, -1.0, 1e308)))
            case 4:
                state.json_value = text
            case _:
                state.string_array_value.data.extend([text, text])
    return message


def requests(server: Server, rng: np.random.Generator, n: int) -> list[str]:
    """``n`` requests for anything, by HTTP; what went wrong."""
    wrong = []
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    for _ in range(n):
        paths = ("/", "/shared", "/preview.png", "/desk", "/media/x", "/fonts/x", "/static/x", "/x")
        path = one_of(rng, paths) + quote(broken_bytes(rng, b"")[:50])
        method = one_of(rng, ("GET", "GET", "HEAD", "POST", "PUT", "OPTIONS"))
        try:
            connection.request(method, f"{path}?{query(rng)}")
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 500:
                wrong.append(f"{answer.status}: {method} {path[:60]}")
        except TimeoutError:
            wrong.append(f"hang: {method} {path[:60]}")
            connection.close()
        except (http.client.HTTPException, OSError):  # closed on a request that is none
            connection.close()
    connection.close()
    return wrong

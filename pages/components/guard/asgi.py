"""What all layers before the platform share: the types of ASGI, and the path asked for."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


BASE = "tenfold.base"  # key of a scope: the path below which the app stands, "" = the root


def base_of(scope: Message) -> str:
    """The path below which the app stands, like ``/films``; "" where it has a host of its own."""
    return str(scope.get("root_path", "")) + str(scope.get(BASE, ""))


def path_of(scope: Message) -> str:
    """The path of a request below the place where the app stands."""
    return str(scope["path"]).removeprefix(base_of(scope))

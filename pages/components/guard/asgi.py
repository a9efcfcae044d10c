"""What all layers before the platform share: the types of ASGI, and the path asked for."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def path_of(scope: Message) -> str:
    """The path of a request below the place where the app stands."""
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")))

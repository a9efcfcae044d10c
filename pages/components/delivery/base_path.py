"""The app below a path of its host, such as ``/films``: what lies elsewhere is not ours."""

from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from pages.components.guard.asgi import BASE, App, Message, Receive, Send


def base_path(option: str | None) -> str:
    """The platform's option as a path: ``/films`` of ``films`` or ``/films/``; "" of nothing."""
    inside = (option or "").strip("/")
    return f"/{inside}" if inside else ""


def below(base: str, route: Route | Mount) -> Route | Mount:
    """The same route below ``base``, as the platform has its own."""
    path = f"{base}{route.path}"
    if isinstance(route, Mount):
        return Mount(path, route.app)
    return Route(path, route.endpoint, methods=list(route.methods or ["GET"]))


class BelowBase:
    """Wraps ``app``, which learns of the path ``base`` below which it stands."""

    def __init__(self, app: App, base: str) -> None:
        self._app, self._base = app, base

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not self._base:
            await self._app(scope, receive, send)
        elif scope["path"].startswith(f"{self._base}/"):
            await self._app({**scope, BASE: self._base}, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["path"] == self._base:
            await RedirectResponse(f"{self._base}/", 308)(scope, receive, send)
        else:
            await Response(status_code=404)(scope, receive, send)

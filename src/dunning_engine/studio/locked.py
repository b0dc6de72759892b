"""What stands before every request: this machine only, the studio's own page only, and only with its key.

A page of another site cannot read or write policies through a browser that has the studio open (Host, Origin, a cookie that
is never sent from elsewhere), and another user of the machine cannot at all (the key). Nothing is loaded from any other host.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_Scope: TypeAlias = "dict[str, Any]"
_Receive: TypeAlias = "Callable[[], Awaitable[Any]]"
_Send: TypeAlias = "Callable[[Any], Awaitable[None]]"
_App: TypeAlias = "Callable[[Any, _Receive, _Send], Awaitable[None]]"

_HOSTS = ("127.0.0.1", "localhost")
_OWN_SITES = {"", "same-origin", "none"}
_DROPPED = {b"x-forwarded-prefix", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"forwarded"}
_COME_IN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>dunning studio</title>'
    '<meta http-equiv="refresh" content="0;url=/"><p><a href="/">dunning studio</a></p></html>'
)
_NO_KEY = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>dunning studio</title>'
    "<p>Open the link that <code>dunning studio</code> printed: it has a key in it.</p>"
    '<p lang="sv">Öppna länken som <code>dunning studio</code> skrev ut: den har en nyckel i sig.</p></html>'
)


class Locked:
    """An ASGI app behind its lock. ``key`` is new for each start; ``port`` is the one that is listened to."""

    def __init__(self, app: _App, key: str, port: int) -> None:
        self.app = app
        self._key = key
        self._cookie = f"dunning_studio_{port}"  # cookies know no ports
        self._hosts = {f"{host}:{port}" for host in _HOSTS}
        self._origins = {f"http://{host}" for host in self._hosts}
        self._headers = [(name.encode(), value.encode()) for name, value in _headers(self._hosts).items()]

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Let through, or answer 401, 403 or 421."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        is_page = scope["type"] == "http"
        if headers.get("host") not in self._hosts:
            await self._refuse(scope, send, 421, "no such host here")
        elif is_page and scope["path"] == "/" and scope["method"] == "GET" and self._has_key_in_link(scope):
            cookie = f"{self._cookie}={self._key}; Path=/; HttpOnly; SameSite=Strict"
            await self._answer(send, 200, _COME_IN, {"set-cookie": cookie})
        elif not self._is_own_page(scope, headers):
            await self._refuse(scope, send, 403, "only from the studio's own page")
        elif not self._has_key(headers):
            await self._refuse(scope, send, 401, _NO_KEY)
        else:
            kept = [one for one in scope["headers"] if one[0] not in _DROPPED]
            await self.app({**scope, "headers": kept}, receive, self._with_headers(send))

    def _is_own_page(self, scope: _Scope, headers: Mapping[str, str]) -> bool:
        if headers.get("sec-fetch-site", "") not in _OWN_SITES:
            return False
        origin = headers.get("origin")
        if origin is None:
            return scope["type"] == "http" and (scope["method"] in {"GET", "HEAD"})
        return origin in self._origins

    def _has_key(self, headers: Mapping[str, str]) -> bool:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return morsel is not None and self._is_key(morsel.value)

    def _has_key_in_link(self, scope: _Scope) -> bool:
        keys = parse_qs(scope["query_string"].decode("latin-1")).get("key", [])
        return len(keys) == 1 and self._is_key(keys[0])

    def _is_key(self, written: str) -> bool:
        return hmac.compare_digest(written.encode(errors="replace"), self._key.encode())

    async def _refuse(self, scope: _Scope, send: _Send, status: int, text: str) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        else:
            await self._answer(send, status, text, {})

    async def _answer(self, send: _Send, status: int, text: str, more: Mapping[str, str]) -> None:
        form = "text/html" if text.startswith("<") else "text/plain"
        told = {"content-type": f"{form}; charset=utf-8", "cache-control": "no-store", **more}
        headers = [*self._headers, *((name.encode(), value.encode()) for name, value in told.items())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})

    def _with_headers(self, send: _Send) -> _Send:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        return sending


def _headers(hosts: set[str]) -> dict[str, str]:
    """What a browser is told: nothing from elsewhere, in no frame, nothing guessed, nothing told on.

    The page's framework writes scripts and styles into the page and compiles its templates there, hence 'unsafe-inline' and
    'unsafe-eval'; they come from this server alone.
    """
    sockets = " ".join(f"ws://{host}" for host in sorted(hosts))
    policy = (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {sockets}; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    )
    return {
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }

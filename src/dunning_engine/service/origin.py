"""Where requests may come from: ``check_origin`` keeps other sites' pages out of a service that asks for no token.

A page that somebody looks at can make their browser ask any address of their machine, and can let its own name point to it
(DNS rebinding). A service on loopback is therefore asked for by a name of loopback, and by no page of another site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from dunning_engine.service.problem import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOST = re.compile(rb"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9.-]{1,253}))(?::[0-9]{1,5})?")
_OTHER_SITES = frozenset({b"cross-site", b"same-site"})


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    """Whether an address to listen on, or a name that is asked for, is this machine's own and nobody else's."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return False
    return address.is_loopback


def check_origin(headers: Mapping[bytes, bytes]) -> None:
    """Raise `RequestError` where the request is for another host (421), or from another site's page (403)."""
    host = headers.get(b"host", b"")
    named = _HOST.fullmatch(host)
    if named is None or not is_loopback((named[1] or named[2]).decode().lower()):
        raise refusal(421, "DE621", "the header Host names no address of this machine")
    origin = headers.get(b"origin")
    if origin is not None and origin.lower() not in {b"http://" + host.lower(), b"https://" + host.lower()}:
        raise refusal(403, "DE622", "the header Origin names another site")
    if headers.get(b"sec-fetch-site", b"").lower() in _OTHER_SITES:
        raise refusal(403, "DE622", "the header Sec-Fetch-Site says that another site's page asks")

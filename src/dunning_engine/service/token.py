"""The tokens that callers prove themselves by: ``read_tokens`` from a file, ``token_in`` from what a variable holds.

Only their SHA-256 is kept, so that neither an error nor a dump of the settings can show one.
"""

from __future__ import annotations

import hmac
import os
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST = 16  # characters; `openssl rand -base64 24` gives 32
_LARGEST_FILE = 64 * 1024
_OTHERS = stat.S_IRWXO | stat.S_IWGRP  # a group may read it: a service's own group does, where secrets are mounted


class TokenError(ValueError):
    """A token that cannot be used; the text says why, and never what it is."""


@dataclass(frozen=True, slots=True)
class Token:
    """The tokens that are let through, any of them, as digests."""

    digests: tuple[bytes, ...] = field(repr=False)

    def accepts(self, given: bytes) -> bool:
        """Whether ``given`` is one of them; takes as long whether it nearly is or not."""
        digest = sha256(given).digest()
        found = False
        for own in self.digests:  # all of them, always
            found |= hmac.compare_digest(own, digest)
        return found


def token_in(written: str, where: str) -> Token:
    """The tokens in a text, one on a line; empty lines and those that begin with ``#`` say nothing.

    ``where`` is what `TokenError` calls the place.
    """
    lines = [line.strip() for line in written.splitlines()]
    tokens = [line for line in lines if line and not line.startswith("#")]
    if not tokens:
        raise TokenError(f"{where} holds no token")
    if any(len(token) < SHORTEST for token in tokens):
        raise TokenError(f"{where}: a token of fewer than {SHORTEST} characters can be guessed; make a longer one")
    if not all(token.isascii() and token.isprintable() and " " not in token for token in tokens):
        raise TokenError(f"{where}: a token is one word of ASCII letters, digits and signs on a line of its own")
    return Token(tuple(sha256(token.encode()).digest() for token in tokens))


def read_tokens(file: Path) -> Token:
    """The tokens in a file that nobody but its owner and its group can read. Raises `TokenError`."""
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            data = opened.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise TokenError(f"{file} cannot be read: {error.strerror or error}") from None
    if os.name == "posix" and mode & _OTHERS:
        raise TokenError(f"{file} can be read by every user of the machine, or written by others: chmod 600 {file}")
    if len(data) > _LARGEST_FILE:
        raise TokenError(f"{file} is too large for a file of tokens")
    try:
        return token_in(data.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError:
        raise TokenError(f"{file}: tokens are ASCII text") from None

"""Random columns that depend on the seed, the block and their name alone: a shorter column begins like a longer one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]
    Flags: TypeAlias = NDArray[np.bool_]

NONE = -(2**62)
"""Stands in a column of whole numbers where there is no value."""
NEVER = 2**30
"""A day that never comes; days are counted from 1970-01-01."""


class Draws:
    """Columns of ``count`` rows. Every name has a generator of its own, so a new column leaves the others as they were."""

    def __init__(self, seed: int, block: int, count: int) -> None:
        self.seed, self.block, self.count = seed, block, count

    def share(self, name: str) -> Floats:
        """Even, from 0 up to 1."""
        return self._generator(name).random(self.count)

    def normal(self, name: str) -> Floats:
        """The normal distribution, 0 ± 1."""
        return self._generator(name).standard_normal(self.count)

    def chance(self, name: str, share: float) -> Flags:
        """True in about ``share`` of the rows."""
        return self.share(name) < share

    def whole(self, name: str, least: int, most: int) -> Ints:
        """Whole numbers, even, both ends among them."""
        return least + (self.share(name) * (most - least + 1)).astype(np.int64)

    def pick(self, name: str, weights: Sequence[float]) -> Ints:
        """The places of ``weights``, each about as often as its weight says."""
        return picked(self.share(name), weights)

    def _generator(self, name: str) -> np.random.Generator:
        return np.random.Generator(np.random.SFC64([self.seed, self.block, crc32(name.encode())]))


def picked(share: Floats, weights: Sequence[float]) -> Ints:
    """The place among ``weights`` that each share of the whole falls on."""
    sums = np.cumsum(weights)
    return np.minimum(np.searchsorted(sums / sums[-1], share, side="right"), len(weights) - 1).astype(np.int64)


def share_of(numbers: Ints, seed: int, name: str) -> Floats:
    """Even, from 0 up to 1, and the same for the same number wherever it stands: what a customer is, it is in every block."""
    salt = np.random.SFC64([seed, crc32(name.encode())]).random_raw()
    mixed = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53

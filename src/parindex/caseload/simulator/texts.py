"""Columns of texts made at once: codes of dossiers, and digits that stand for hashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from parindex.caseload.simulator.dice import Bits, Truths, Whole, key_of, mix

DIGITS: Final = np.frombuffer(
    "".join(f"{value:04x}" for value in range(1 << 16)).encode(), dtype="<u4"
)
"""Four hexadecimal digits of each 16 bits."""
NUMBERS: Final = 10_000
WIDTH: Final = 32


def hashes(seed: int, purpose: str, values: Whole, missing: Truths | None = None) -> pa.Array:
    """Return 32 hexadecimal digits for each value, as readers make them of personal data.

    They are no keyed hashes: there is nobody behind them. Equal values have equal digits.
    """
    first = mix(values.astype(np.uint64) ^ key_of(seed, purpose))
    return digits(first, mix(first ^ key_of(seed, f"{purpose} again")), missing)


def digits(first: Bits, second: Bits, missing: Truths | None = None) -> pa.Array:
    """Return two times 64 bits as 32 hexadecimal digits, null where `missing`."""
    words = np.empty((len(first), 2), dtype="<u8")
    words[:, 0], words[:, 1] = first, second
    letters = DIGITS[words.view("<u2")]
    offsets = np.arange(len(first) + 1, dtype=np.int32) * WIDTH
    array = pa.StringArray.from_buffers(len(first), pa.py_buffer(offsets), pa.py_buffer(letters))
    return array if missing is None else pc.if_else(pa.array(missing), None, array)


def chosen(names: Sequence[str], places: Whole) -> pa.Array:
    """Return the names at some places, null for places below zero."""
    return pa.array(names, type=pa.string()).take(pa.array(places, mask=places < 0))


def dossier_codes(units: pa.Array, days: Whole, numbers: Whole, tails: pa.Array) -> pa.Array:
    """Return codes such as H99.45-260803-0012, with a tail behind those that have one."""
    kinds, places = np.unique(days, return_inverse=True)
    dates = [str(day)[2:].replace("-", "") for day in kinds.astype("datetime64[D]")]
    most = max(NUMBERS, int(numbers.max(initial=0)) + 1)
    counted = pa.array([f"{number:04d}" for number in range(most)])
    code = pc.binary_join_element_wise(
        units, chosen(dates, places), counted.take(pa.array(numbers)), "-"
    )
    return pc.binary_join_element_wise(code, tails, "")

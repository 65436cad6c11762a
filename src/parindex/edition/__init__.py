"""Editions: published results as data, recomputed and compared to the last printed digit. Pure."""

from parindex.edition.load import Edition, load_edition, shipped_editions
from parindex.edition.verify import Difference, differences, recompute

__all__ = [
    "Difference",
    "Edition",
    "differences",
    "load_edition",
    "recompute",
    "shipped_editions",
]

"""Commands over the pure packages: `parindex --help` lists them."""

from parindex.cli.app import main

__all__ = ["main"]

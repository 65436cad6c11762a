"""The receiver of dossiers: messages a second of one worker, dossiers a second into the lake."""

from benches.receiver.report import report

__all__ = ["report"]

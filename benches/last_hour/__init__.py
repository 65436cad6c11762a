"""The last hour before a deadline: 170 units, 300 people saving at once on a real server."""

from benches.last_hour.report import report

__all__ = ["report"]

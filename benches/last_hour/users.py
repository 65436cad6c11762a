"""Simulated people for locust: each saves one row after another, as fast as it is answered.

What the server accepted is written down, so that it can be compared with what is stored.
"""

from __future__ import annotations

import itertools
import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

from locust import FastHttpUser, constant, task

PLAN = json.loads(Path(os.environ["LAST_HOUR_PLAN"]).read_text(encoding="utf-8"))
WHAT = os.environ["LAST_HOUR_WHAT"]
ACCEPTED = Path(os.environ["LAST_HOUR_ACCEPTED"])
TURN = itertools.count()


class Person(FastHttpUser):
    """One of 300 people; two of a unit may meet on one row."""

    wait_time = constant(0)
    connection_timeout = network_timeout = 60.0

    def on_start(self) -> None:
        """Take a place in the plan."""
        self.number = next(TURN) % len(PLAN["people"])
        plan = PLAN["people"][self.number]
        token = uuid.uuid4().hex
        self.versions: dict[int, int] = {}
        self.rows = itertools.cycle(plan["rows"])
        self.head = {
            "Cookie": f"sessionid={plan['session']}; csrftoken={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Referer": str(self.host),
        }
        self.log = ACCEPTED.open("a", encoding="utf-8", buffering=1)
        self.count = itertools.count(1)

    @task
    def work(self) -> None:
        """Do one thing of the bench that runs."""
        row = next(self.rows)
        if WHAT == "save":
            self.save(row)
            return
        path = "/bare/" if WHAT == "bare" else f"/bare/{row['id']}/"
        self.client.post(path, data=json.dumps({"value": 1}), headers=self.head, name=WHAT)

    def save(self, row: dict[str, Any]) -> None:
        """Save a count; told that somebody was faster, save on top of his version."""
        value, version = next(self.count), self.versions.get(row["id"], 1)
        body = {"version": version, "facts": {row["fact"]: str(value)}, "request": uuid.uuid4().hex}
        with self.client.post(
            row["save"], data=json.dumps(body), headers=self.head, name="save", catch_response=True
        ) as answer:
            if answer.status_code == 200:
                self.versions[row["id"]] = answer.json()["version"]
                said = [row["id"], answer.json()["version"], row["fact"], str(value), time.time()]
                self.log.write(json.dumps(said) + "\n")
            elif answer.status_code == 409:
                self.versions[row["id"]] = answer.json()["version"]
                self.rows = itertools.chain([row], self.rows)
                answer.success()
            elif answer.status_code == 423:
                answer.success()

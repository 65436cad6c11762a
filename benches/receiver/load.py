"""Sends messages from several connections for a while; prints what came of it as JSON.

Run as a program: address, port, key, senders, seconds, dossiers a message, number of the run.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from threading import Thread

from tests.web.api.messages import code, dossier, message
from tests.web.api.running import Sender

OF_A_SENDER, OF_A_RUN = 100_000, 10_000_000


def _work(
    sender: Sender, place: int, until: float, size: int, waits: list[float], faults: list[str]
) -> None:
    number = place
    while time.monotonic() < until:
        dossiers = [dossier(each, MaHoSo=code(each)) for each in range(number, number + size)]
        body = json.dumps(message(*dossiers)).encode()
        number += size
        begun = time.monotonic()
        try:
            answer = sender.send(body)
        except (OSError, http.client.HTTPException) as error:
            faults.append(str(error))
            continue
        waits.append(time.monotonic() - begun)
        if answer["error_code"] != "0":
            faults.append(str(answer))
    sender.close()


def main() -> None:
    """Send, and print messages, seconds, median and 95th percentile in milliseconds, failures."""
    address, key = sys.argv[1], sys.argv[3]
    port, senders, seconds, size, run = (int(sys.argv[place]) for place in (2, 4, 5, 6, 7))
    waits: list[float] = []
    faults: list[str] = []
    begun = time.monotonic()
    threads = [
        Thread(
            target=_work,
            args=(
                *(Sender(port, key, address), run * OF_A_RUN + place * OF_A_SENDER),
                *(begun + seconds, size, waits, faults),
            ),
        )
        for place in range(senders)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    took = time.monotonic() - begun
    waits.sort()
    told = {
        "messages": len(waits),
        "seconds": took,
        "median": 1000 * waits[len(waits) // 2],
        "p95": 1000 * waits[len(waits) * 95 // 100],
        "faults": faults[:3],
        "failed": len(faults),
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()

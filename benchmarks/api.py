"""How fast the HTTP interface reads: 200 cached answers a second from one process, each timed from when it was due.

`python -m benchmarks.api [seconds]`. The client is a process of its own and keeps to the pace whatever the server does, so that an answer
that is late counts as late from the beginning. The obvious alternative, working every answer out anew, is measured in the same run.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.conftest import free_port, start_app

RATE, GOAL = 200, 0.05  # answers a second, seconds for 95 of 100
CONNECTIONS = 8
PATHS = ("/areas/0126", "/observations?indicator=employment_rate&area=0126", "/balance?indicator=employment_rate", "/indicators")


def paced(port: int, path: str, seconds: float) -> tuple[list[float], set[int]]:
    """Seconds from due to done of RATE requests a second over a few kept connections, and the statuses that came."""
    taken: list[float] = []
    statuses: set[int] = set()
    start = time.perf_counter() + 0.2

    def work(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number in range(first, int(RATE * seconds), CONNECTIONS):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", path, headers={"accept-encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            taken.append(time.perf_counter() - due)
            statuses.add(answer.status)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(taken), statuses


def anew(port: int) -> float:
    """Seconds for an answer that nobody has asked for before (median of 15 different ones)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for page in range(1, 16):
        started = time.perf_counter()
        connection.request("GET", f"/api/v1/observations?indicator=population&per_page=100&page={page}")
        connection.getresponse().read()
        taken.append(time.perf_counter() - started)
    return sorted(taken)[7]


def main() -> int:
    seconds = min(60.0, float(sys.argv[1])) if len(sys.argv) > 1 else 10.0
    if len(sys.argv) > 2:  # the client's process
        port = int(sys.argv[2])
        late = False
        for path in PATHS:
            paced(port, f"/api/v1{path}", 0.5)
            taken, statuses = paced(port, f"/api/v1{path}", seconds)
            p50, p95, p99 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.95, 0.99))
            late = late or p95 > 1000 * GOAL or statuses != {200}
            print(
                f"{path}: {RATE}/s for {seconds:.0f} s, p50 {p50:.1f} ms, p95 {p95:.1f} ms (goal under {1000 * GOAL:.0f}), p99 {p99:.1f} ms"
            )
        first = anew(port)
        print(f"an answer worked out anew {1000 * first:.1f} ms")
        return 1 if late else 0
    port = free_port()
    process = start_app(port, Path(tempfile.mkdtemp()))
    try:
        time.sleep(12)  # the server imports in the background what its first pages will need
        return subprocess.run([sys.executable, "-m", "benchmarks.api", str(seconds), str(port)], check=False).returncode
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())

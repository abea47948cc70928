"""What the environment may set for the server, and how it is told what cannot be."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from charts.root import root, serve_under
from serving.settings import UNUSABLE, faults, settings_or_end
from tests.conftest import ROOT, free_port

WRONG = {
    "BALANCE_REFRESH": "hourly",
    "BALANCE_API_READS_PER_SECOND": "many",
    "BALANCE_API_EXPORTS_PER_MINUTE": "0",
    "BALANCE_API_EXPORTS_AT_ONCE": "-1",
    "BALANCE_RERUNS_PER_SECOND": "0.5",
    "BALANCE_TRUSTED_PROXIES": "the proxy",
    "BALANCE_METRICS_FROM": "10.0.0.0/99",
    "BALANCE_KEEP_GENERATIONS": "none",
    "BALANCE_AHEAD": "maybe",
    "BALANCE_PUBLIC_URL": "balans.example",
    "BALANCE_EMBEDDED_DIR": "no/such/folder",
}
RIGHT = {
    "BALANCE_REFRESH": " Weekly ",
    "BALANCE_API_READS_PER_SECOND": "5",
    "BALANCE_TRUSTED_PROXIES": "10.0.0.0/8",
    "BALANCE_METRICS_FROM": "::1",
    "BALANCE_KEEP_GENERATIONS": "3",
    "BALANCE_AHEAD": "Off",
    "BALANCE_PUBLIC_URL": "https://kommun.example/balans/",
    "BALANCE_EMBEDDED_DIR": "",
}


def test_each_that_cannot_be_used_is_told_in_a_line_of_its_own_and_none_that_can(capsys):
    told = faults("a b", WRONG)
    assert [next((name for name in WRONG if line.startswith(name)), "server.baseUrlPath") for line in sorted(told)] == [
        *sorted(WRONG),
        "server.baseUrlPath",
    ]
    assert all("\n" not in line for line in told)
    for name, value in WRONG.items():
        assert [line for line in faults("", {**RIGHT, name: value}) if name not in line] == []
    found = settings_or_end("/balans", RIGHT)
    assert (found.every, found.api.reads_per_second, len(found.api.proxies), len(found.watchers), root()) == ("weekly", 5, 1, 1, "/balans")
    serve_under("")
    with pytest.raises(SystemExit) as ended:
        settings_or_end("", WRONG)
    assert ended.value.code == UNUSABLE == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(WRONG) + 1


def test_the_server_ends_with_the_lines_and_without_a_traceback(tmp_path):
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(free_port()), "--server.address", "127.0.0.1"]
    environment = {**os.environ, "BALANCE_DATA_DIR": str(tmp_path), "BALANCE_REFRESH": "hourly", "BALANCE_AHEAD": "maybe"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == UNUSABLE, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [line.partition("=")[0] for line in done.stderr.splitlines()[:2]] == ["BALANCE_REFRESH", "BALANCE_AHEAD"]

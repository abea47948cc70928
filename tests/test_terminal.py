"""Printing never decides what becomes of a command: each as a process of its own, with a terminal that cannot show its text."""

from __future__ import annotations

import io
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue import load_catalogue
from data_sources.refresh_report import ALL_FETCHED
from store import logs
from store.folder import EMBEDDED_SETTING
from store.generations import manifest_paths
from store.terminal import stand_in
from tests.fake_publishers import running
from tests.store_samples import small_embedded

ROOT = Path(__file__).parent.parent
NARROW = ("iso-8859-1", "ascii", "cp437", "koi8-r")


def test_stand_ins_say_the_same():
    assert stand_in("Södertälje 2020–2024: 4,5 → 5 …", "iso-8859-1") == "Södertälje 2020-2024: 4,5 -> 5 ..."
    assert stand_in("Södertälje, Österåker, Ærø – “x” ≥ 1", "ascii") == 'Sodertalje, Osteraker, AEro - "x" >= 1'
    assert stand_in("中😀", "ascii") == "??"
    assert stand_in("Å → 5", "utf-8") == "Å → 5"


def command(module: str, *arguments: str, encoding: str = "", out: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the project's, whose output has an encoding or goes to a place that takes nothing."""
    told = {**os.environ, "PYTHONIOENCODING": encoding or "utf-8", "PYTHONUTF8": "0", **environment}
    line = [sys.executable, "-m", module, *arguments]
    if not out:
        return subprocess.run(line, cwd=ROOT, env=told, capture_output=True, encoding=encoding or "utf-8", timeout=120, check=False)
    with open(out, "w") as nowhere:
        return subprocess.run(line, cwd=ROOT, env=told, stdout=nowhere, stderr=subprocess.PIPE, text=True, timeout=120, check=False)


def in_this_process(module: str, *arguments: str, encoding: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The same command without a new interpreter, on streams that have the encoding: its exit code, and what it wrote."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2)]
    with monkeypatch.context() as patch:
        for name, stream in zip(("stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", [module, *arguments])
        patch.setattr(logs, "set_up", lambda: None)  # the log of the tests stays where it is
        with pytest.raises(SystemExit) as ended:
            runpy.run_module(module, run_name="__main__")
    for stream in streams:
        stream.flush()
    return ended.value.code, "".join(stream.buffer.getvalue().decode(encoding) for stream in streams)


@pytest.mark.filterwarnings("ignore:.*found in sys.modules")
def test_no_command_minds_what_the_terminal_can_show(tmp_path, monkeypatch):
    commands = {
        ("data_sources", "list"): 0,
        ("data_sources", "status"): 0,
        ("data_sources", "show", "tertiary_25_64", "--area", "0181", "--period", "2024"): 0,
        ("data_sources", "show", "population", "--area", "181"): 2,
        ("data_sources", "--help"): 0,
        ("exports", "--help"): 0,
        ("exports", "kommunprofil", "--area", "181", "--out", str(tmp_path)): 2,
        ("store.build_embedded", "--help"): 0,
        ("data_sources.geometry", "nothing"): 2,
        ("benchmarks", "jsonstät"): 2,
    }
    wrong = []
    for place, (line, expected) in enumerate(commands.items()):
        code, said = in_this_process(*line, encoding=NARROW[place % len(NARROW)], monkeypatch=monkeypatch)
        if code != expected or not said.strip():
            wrong.append((line, code, said[-300:]))
    assert wrong == []
    done = command("data_sources", "list", encoding=NARROW[1])  # and one as it is started
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "employment_rate" in done.stdout


@pytest.mark.parametrize(("encoding", "out"), [("iso-8859-1", ""), ("", "/dev/full")])
def test_a_refresh_ends_by_what_it_did(tmp_path, encoding, out):
    """The report holds → and –; the generation is there, and the exit code says so, whatever became of the report."""
    with running(load_catalogue()) as world:
        few = small_embedded(tmp_path / "embedded", "tertiary_25_64", "population")
        environment = {**world.environment(tmp_path / "data"), EMBEDDED_SETTING: str(few)}
        done = command("data_sources", "refresh", "--indicator", "tertiary_25_64", "--quiet", encoding=encoding, out=out, **environment)
    assert "Traceback" not in done.stderr
    assert manifest_paths(tmp_path / "data")
    assert done.returncode == ALL_FETCHED
    assert out or " -> " in done.stdout

"""Before `make run` and `make test` begin: what setup.sh installs and what it asks for; and whom the server talks to when it starts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.conftest import ROOT, free_port, start_app

OF_EVERY_SYSTEM = ("sh", "dirname", "grep", "cmp", "cp", "env", "uname", "rm", "mkdir", "chmod")
PYTHON = """case "$*" in
    *"version_info <"*) exit {old} ;;
    *version_info*) echo {version} ;;
    *ensurepip*) [ ! -e lacks-python{version}-venv ] ;;
    *ctypes*) [ ! -e lacks-libatomic1 ] ;;
    "-m venv "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && cp "$0" .venv/bin/pip ;;
    *) echo "python $*" >>log ;;
esac"""
APT = 'echo "apt-get $*" >>log; for name in "$@"; do rm -f "lacks-$name"; done; cp bin/id bin/chromium; cp bin/id bin/pdftotext'
ALL = "python3.11-venv chromium libatomic1 poppler-utils"
APT_ALL = ["apt-get update -qq", f"apt-get install -y -qq {ALL}"]


class Machine:
    """A made-up machine with a Python, on which an ordinary user runs setup.sh."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        for name in ("setup.sh", "requirements.txt", "requirements-dev.txt"):
            shutil.copy(ROOT / name, folder)
        for name in OF_EVERY_SYSTEM:
            (folder / "bin" / name).symlink_to(shutil.which(name))
        self.has("id", "echo 1000")
        self.has("apt-get", APT)
        self.has_python("python3", "3.11")

    def has(self, name: str, script: str = "exit 0") -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!{shutil.which('sh')}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def has_python(self, name: str, version: str) -> None:
        self.has(name, PYTHON.format(version=version, old=int(int(version.split(".")[1]) < 11)))

    def lacks(self, *packages: str) -> None:
        for package in packages:
            (self.folder / f"lacks-{package}").touch()

    def set_up(self, kind: str = "test", **settings: str) -> tuple[int, str, list[str]]:
        """Exit code, what was said, and the commands that did something."""
        environment = {"PATH": str(self.folder / "bin"), **settings}
        command = [shutil.which("sh"), "setup.sh", kind]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        log = self.folder / "log"
        did = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return done.returncode, done.stderr.strip(), did


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_user_is_told_in_one_sentence_what_to_ask_for(machine):
    machine.lacks("python3.11-venv", "libatomic1")
    asked = 'This machine lacks {0}: ask whoever runs it for "apt-get install {0}", then run this again.'
    assert machine.set_up() == (1, asked.format(ALL), [])
    assert machine.set_up("run") == (1, asked.format("python3.11-venv"), [])
    machine.has("sudo", "exit 1")  # it asks for a password
    machine.has("chromium")
    machine.has("pdftotext")
    assert machine.set_up() == (1, asked.format("python3.11-venv libatomic1"), [])
    assert not (machine.folder / ".venv").exists()


@pytest.mark.parametrize("given", [("id", "echo 0"), ("sudo", 'shift; [ "$1" = true ] || "$@"')])
def test_root_and_sudo_install_what_is_missing_once(machine, given):
    machine.lacks("python3.11-venv", "libatomic1")
    machine.has(*given)
    machine.has("true")
    code, said, did = machine.set_up()
    assert (code, said, did[:2]) == (0, "", APT_ALL)
    assert did[2:] == [
        "python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt",
    ]
    assert machine.set_up()[2] == ["python -c import pip"]
    assert machine.set_up("run")[2] == ["python -c import pip"]  # the tools' environment holds the dashboard's packages


def test_a_chromium_that_is_there_does_not_hide_what_else_is_missing(machine):
    machine.lacks("libatomic1")
    machine.has("id", "echo 0")
    machine.has("chromium")
    assert machine.set_up()[2][1] == "apt-get install -y -qq libatomic1 poppler-utils"


def test_changed_requirements_are_installed_and_others_are_not(machine):
    assert machine.set_up("run")[0] == 0
    assert len(machine.set_up("run")[2]) == 1
    (machine.folder / "requirements.txt").write_text("streamlit==1.67.0\n", encoding="utf-8")
    assert machine.set_up("run")[2][-1].endswith("--require-hashes -r requirements.txt")


def test_an_unfit_python_or_environment_is_said_in_one_sentence(machine):
    machine.has_python("python3", "3.10")
    for settings, said in [
        ({}, "Python 3.11 or newer is needed and python3 is 3.10: "),
        ({"PYTHON": "python3"}, "Python 3.11 or newer is needed and python3 is 3.10: "),
        ({"PYTHON": "/nowhere/python"}, "PYTHON names /nowhere/python, which does not start."),
    ]:
        code, message, did = machine.set_up("run", **settings)
        assert (code, did) == (1, [])
        assert message.startswith(said)
        assert len(message.splitlines()) == 1
    machine.has_python("python3.13", "3.13")
    assert machine.set_up("run")[0] == 0
    assert machine.set_up(CHROMIUM="/nowhere/chromium")[:2] == (1, "CHROMIUM names /nowhere/chromium, which is not there.")
    (machine.folder / ".venv" / "bin" / "python").unlink()
    assert machine.set_up("run")[:2] == (1, 'The environment in .venv has lost its Python: run "make clean", then this again.')


LISTENING = """import os, sys

with open(os.environ["HEARD"], "a") as file:
    print("listening", file=file)

def heard(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        with open(os.environ["HEARD"], "a") as file:
            print(event, arguments[:2] if event.startswith("socket.get") else arguments[1], file=file)

sys.addaudithook(heard)
"""


def test_the_server_asks_nobody_for_its_address(tmp_path, tmp_path_factory, monkeypatch):
    """Neither at the start nor when a foreign page wants in, which Streamlit would compare with the machine's address on the internet."""
    (tmp_path / "sitecustomize.py").write_text(LISTENING, encoding="utf-8")
    heard = tmp_path / "heard"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("HEARD", str(heard))
    port = free_port()
    process = start_app(port, tmp_path_factory.mktemp("listened"))
    try:
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin="https://foreign.example")
        assert refused.value.response.status_code == 403
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert {line for line in heard.read_text(encoding="utf-8").splitlines() if "'127.0.0.1'" not in line} == {"listening"}


def test_it_listens_to_this_machine_alone_unless_told_otherwise():
    for settings, address in ([], "127.0.0.1"), (["HOST=0.0.0.0"], "0.0.0.0"):
        done = subprocess.run(["env", *settings, "make", "--dry-run", "run"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert f"server.py --server.address {address} --server.port 8501" in done.stdout
    assert 'address = "127.0.0.1"' in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")

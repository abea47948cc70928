"""Two or more processes of the app behind a real nginx, with the example of deploy/ as it stands but for names, ports and TLS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from urllib.request import urlopen

from api.settings import PROXIES
from tests.conftest import ROOT, free_port, start_app

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
LONGEST_START = 120.0
AROUND = """
daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/error.log; worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {site}
}}
"""


def site_of(example: str, port: int, servers: list[int]) -> str:
    """The example's site on a port of this machine, without TLS and what sends there, in front of these servers."""
    site = example[: example.rindex("server {")]
    site = re.sub(r"listen 443[^;]*;", f"listen 127.0.0.1:{port};", site)
    site = re.sub(r"\n\s*ssl_[^;]*;", "", site)
    (named,) = re.findall(r"\n( +server 127\.0\.0\.1:)\d+( [^;]+;)\n +server 127\.0\.0\.1:\d+ [^;]+;", site)
    lines = "".join(f"\n{named[0]}{server}{named[1]}" for server in servers)
    return re.sub(r"(\n +server 127\.0\.0\.1:\d+ [^;]+;)+", lines, site, count=1)


class Replicas:
    """So many processes on one data folder, and nginx in front of them at `port`. Use as a context manager."""

    def __init__(self, processes: int) -> None:
        self.ports = [free_port() for _ in range(processes)]
        self.port = free_port()
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Replicas:
        if NGINX is None:
            raise RuntimeError("there is no nginx on this machine")
        os.environ[PROXIES] = "127.0.0.1"
        self.folder = Path(tempfile.mkdtemp())
        self.processes = [start_app(port, self.folder) for port in self.ports]
        site = site_of((ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8"), self.port, self.ports)
        config = self.folder / "nginx.conf"
        config.write_text(AROUND.format(folder=self.folder, site=site), encoding="utf-8")
        self.nginx = subprocess.Popen([NGINX, "-c", str(config), "-e", str(self.folder / "error.log")])
        wait_until_ready(self.port)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in (self.nginx, *self.processes):
            process.terminate()
        for process in (self.nginx, *self.processes):
            process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self, place: int) -> None:
        """End one process at once, as a machine that loses its power does."""
        self.processes[place].kill()
        self.processes[place].wait()

    def restart(self, place: int) -> float:
        """Start it again; gives the seconds until readers may be sent to it."""
        began = time.monotonic()
        self.processes[place] = start_app(self.ports[place], self.folder)
        wait_until_ready(self.ports[place])
        return time.monotonic() - began


def wait_until_ready(port: int) -> None:
    """Wait until a server says that readers may be sent to it."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server on {port} is not ready after {LONGEST_START:.0f} s")

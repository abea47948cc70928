"""What stands in deploy/: each file is read by the program it is for, where that is at hand, and held against what the server is."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.limits import client_of
from api.settings import networks
from benchmarks._replicas import AROUND, site_of
from data_sources.__main__ import parser
from serving.watch import HEALTH, READY
from store.refreshes import EVERY
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = set(re.findall(r"^\| `([A-Z_0-9]+)`", README, flags=re.M))


def tool(name: str) -> str:
    """A program by its name; the test is skipped where the machine has none."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    return found or pytest.skip(f"{name} is not on this machine: its file in deploy/ is not read here")


def read_by(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def settings_in(text: str) -> set[str]:
    return set(re.findall(r"\b(?:BALANCE|LOG)_[A-Z_]+\b", text)) - {"BALANCE_SITE"}


def test_every_setting_that_is_named_is_one_that_is_read():
    named = {name for path in DEPLOY.rglob("*") if path.is_file() for name in settings_in(path.read_text(encoding="utf-8"))}
    named |= settings_in((ROOT / "docs" / "run.md").read_text(encoding="utf-8"))
    assert named - SETTINGS == set()
    assert len(named) > 5


def test_nginx_reads_its_example(tmp_path):
    nginx, openssl = tool("nginx"), tool("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "fullchain.pem"
    read_by(
        openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1", "-subj", "/CN=balans"
    )
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/balans", str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n")
    read_by(nginx, "-t", "-q", "-e", tmp_path / "error.log", "-c", whole)
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    measured = site_of(example, 8080, [8601, 8602, 8603])  # as the benchmark tries it, on this machine alone
    assert re.findall(r"server 127\.0\.0\.1:(\d+)", measured) == ["8601", "8602", "8603"]
    assert set(re.findall(r"\n( +(?:proxy|limit)_[^;]+;)", example)) == set(re.findall(r"\n( +(?:proxy|limit)_[^;]+;)", measured))
    whole.write_text(AROUND.format(folder=tmp_path, site=measured))
    read_by(nginx, "-t", "-q", "-e", tmp_path / "error.log", "-c", whole)


def test_nothing_of_a_working_copy_goes_into_the_image():
    """What is not the program's own (.gitignore) is not copied either."""
    copied = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").split()
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert [name for name in ignored if not any(fnmatch(name.strip("/"), pattern.removeprefix("**/")) for pattern in copied)] == []


def test_the_composed_servers_are_told_who_a_client_is_by_caddy_alone():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    (network,) = compose["networks"]["inside"]["ipam"]["config"]
    for name, service in compose["services"].items():
        if name != "caddy":
            assert service["environment"]["BALANCE_TRUSTED_PROXIES"] == network["subnet"]
            assert "ports" not in service
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(header_up|trusted_proxies)", caddy, flags=re.M), "Caddy says by itself whom it sees, and believes nobody"
    told = client_of("10.88.77.3", ["203.0.113.7"], networks({"x": network["subnet"]}, "x"))
    assert told == "203.0.113.7"


def test_caddy_reads_its_file():
    read_by(tool("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile")


def test_systemd_reads_its_units(tmp_path):
    analyze = tool("systemd-analyze")
    for name in (".venv/bin/streamlit", ".venv/bin/python"):  # where the units say that the program is
        program = tmp_path / "opt" / "balans" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    units = tmp_path / "units"
    shutil.copytree(DEPLOY / "systemd", units)
    for unit in units.iterdir():
        unit.write_text(unit.read_text(encoding="utf-8").replace("/opt/balans", f"{tmp_path}/opt/balans"))
    (units / "balans@.service").rename(units / "balans@8501.service")
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *units.iterdir()], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if str(units) in line or "balans" in line]) == (0, []), done.stderr


def test_commands_of_the_units_and_of_the_job_are_those_of_the_program():
    unit = (DEPLOY / "systemd" / "balans-refresh.service").read_text(encoding="utf-8")
    (job,) = (one for one in kubernetes() if one["kind"] == "CronJob")
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    for command in (shlex.split(re.search(r"^ExecStart=(.*)$", unit, flags=re.M)[1]), container["command"]):
        assert command[1:4] == ["-m", "data_sources", "refresh"]
        options = parser().parse_args(command[3:])
        assert (options.wait, options.indicator, options.publisher) == (3600.0, None, None)
    assert "SuccessExitStatus=3" in unit
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    server = (DEPLOY / "systemd" / "balans@.service").read_text(encoding="utf-8")
    assert re.search(r"^ExecStart=\S+/streamlit run server.py --server.address 127.0.0.1 --server.port %i$", server, flags=re.M)


def kubernetes() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes" / "balans.yaml").read_text(encoding="utf-8")))


def test_the_manifests_hold_together():
    """What Kubernetes itself would refuse or wait for: selectors that find nothing, mounts without a volume, names that nobody has."""
    found = kubernetes()
    kinds = {(one["apiVersion"], one["kind"]): one for one in found}
    assert len(kinds) == len(found) == 6
    assert {one["metadata"]["labels"]["app"] for one in found} == {"balans"}
    deployment, claim = kinds["apps/v1", "Deployment"], kinds["v1", "PersistentVolumeClaim"]
    spec, template = deployment["spec"], deployment["spec"]["template"]
    assert spec["replicas"] == 2
    labels = template["metadata"]["labels"]
    budget, service = kinds["policy/v1", "PodDisruptionBudget"], kinds["v1", "Service"]
    for selector in (spec["selector"]["matchLabels"], budget["spec"]["selector"]["matchLabels"], service["spec"]["selector"]):
        assert selector == labels
    job = kinds["batch/v1", "CronJob"]["spec"]["jobTemplate"]["spec"]["template"]
    assert job["metadata"]["labels"] != labels, "no reader is sent to the refresh"
    for pod in (template["spec"], job["spec"]):
        (container,) = pod["containers"]
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        assert {mount["name"] for mount in container["volumeMounts"]} == set(volumes)
        assert volumes["figures"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
        }  # fmt: skip
        assert container["resources"]["limits"]["memory"] == "2Gi"
    (server,) = template["spec"]["containers"]
    probed = {name: server[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")}
    assert probed == {"startupProbe": READY, "readinessProbe": READY, "livenessProbe": HEALTH}
    ports = {port["name"] for port in server["ports"]}
    assert {server[name]["httpGet"]["port"] for name in probed} | {service["spec"]["ports"][0]["targetPort"]} == ports
    assert all(isinstance(setting["value"], str) for setting in server["env"])
    (path,) = kinds["networking.k8s.io/v1", "Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"] == {"name": service["metadata"]["name"], "port": {"name": service["spec"]["ports"][0]["name"]}}


def placed(one: Any, path: str) -> Any:
    """What a JSON pointer leads to; at "-" or a name that is not there yet, what it would be put into."""
    for part in path.strip("/").split("/"):
        if part == "-" or (isinstance(one, dict) and part not in one):
            return one
        one = one[int(part)] if isinstance(one, list) else one[part]
    return one


def test_the_patches_for_a_bucket_change_what_is_there():
    patched = yaml.safe_load((DEPLOY / "kubernetes" / "s3" / "kustomization.yaml").read_text(encoding="utf-8"))
    there = {(one["kind"], one["metadata"]["name"]): one for one in kubernetes()}
    for patch in patched["patches"]:
        one = there[patch["target"]["kind"], patch["target"]["name"]]
        change = yaml.safe_load(patch["patch"])
        if isinstance(change, dict):
            assert (change["$patch"], change["kind"]) == ("delete", one["kind"])
            continue
        for step in change:
            place = placed(one, step["path"])
            if step["op"] == "replace":
                assert place["name"] == step["value"]["name"] == "figures"
            else:
                assert isinstance(place, list if step["path"].endswith("-") else dict), step["path"]
    for folder in (DEPLOY / "kubernetes", DEPLOY / "kubernetes" / "s3"):
        resources = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
        assert all((folder / each).exists() for each in resources)


def test_compose_holds_together():
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    servers = {name: service for name, service in found["services"].items() if "build" in service}
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert set(re.search(r"reverse_proxy (.*) \{", caddy)[1].split()) == {f"{name}:8501" for name in servers}
    assert f"health_uri {READY}" in caddy
    for service in servers.values():
        build = service["build"]
        assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
        assert service["environment"]["BALANCE_REFRESH"] in EVERY
        assert service["environment"]["BALANCE_TRUSTED_PROXIES"] == found["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    for service in found["services"].values():
        sources = {volume.split(":")[0] for volume in service["volumes"]}
        assert {name for name in sources if not name.startswith("./")} <= set(found["volumes"])
        assert all((DEPLOY / name).is_file() for name in sources if name.startswith("./"))
        assert set(service["networks"]) <= set(found["networks"])


def test_the_container_is_built_of_what_is_here_and_runs_as_nobody_of_note():
    """What hadolint would say of it: tags, no root, no lists of apt left, commands as lists; and what only we know: hashes, paths."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    said: dict[str, list[str]] = {}
    for word, rest in lines:
        said.setdefault(word, []).append(rest)
    assert set(said) <= {"FROM", "ARG", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert all(re.fullmatch(r"\S+:3\.\d+-slim-\w+( AS \w+)?", image) for image in said["FROM"])
    assert said["USER"] == ["10001:10001"]
    after_user = [word for word, _ in lines[[word for word, _ in lines].index("USER") :]]
    assert "RUN" not in after_user
    for copied in said["COPY"]:
        sources = copied.split()[:-1]
        assert copied.startswith("--from=packages ") or all((ROOT / source).exists() for source in sources), copied
    (run,) = (run for run in said["RUN"] if "pip install" in run)
    assert run.count("--require-hashes") == run.count("pip install") == 2
    assert all("--no-install-recommends" in run and "rm -rf /var/lib/apt/lists" in run for run in said["RUN"] if "apt-get install" in run)
    assert said["CMD"][0].startswith("[")
    assert READY in said["HEALTHCHECK"][0]
    (check,) = re.findall(r'"-c", "([^"]+)"', said["HEALTHCHECK"][0])
    compile(check, "HEALTHCHECK", "exec")

"""What the README promises: its example is a whole indicator, its commands and settings are the ones there are."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import catalogue
from catalogue.reading import load_catalogue
from data_sources.settings import variable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_is_all_that_a_new_indicator_takes(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(Path(catalogue.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (example,) = re.findall(r"```yaml\n(.*?)```", README, flags=re.S)
    with (folder / "indicators" / "employment.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + example)
    (name,) = re.findall(r"- id: (\w+)", example)
    assert name not in load_catalogue().indicators
    assert name in {indicator.id for indicator in load_catalogue(folder).shown}


@pytest.mark.parametrize("command", re.findall(r"python -m data_sources (\w+)", README))
def test_every_command_exists(command):
    done = subprocess.run([sys.executable, "-m", "data_sources", command, "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("target", re.findall(r"^make ([\w-]+)", README, flags=re.M))
def test_every_make_target_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)


def test_what_the_system_may_lack_is_named():
    asked = set(re.findall(r'missing="\$missing ([a-z0-9-]+)"', (ROOT / "setup.sh").read_text(encoding="utf-8"))) - {"chromium-browser"}
    assert asked == {"chromium", "libatomic1", "poppler-utils"}
    assert {name for name in [*asked, "python3.11-venv"] if f"`{name}`" not in README} == set()


def test_the_choices_of_make_are_those_of_the_makefile_and_the_script():
    makefile, script = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "setup.sh"))
    choices = {name for line in re.findall(r"`((?:[A-Z_]+=\S+ )+)make", README) for name in re.findall(r"([A-Z_]+)=", line)}
    assert choices == {"HOST", "PORT", "PYTHON"}
    assert {name for name in choices if f"{name} ?=" not in makefile and f"${{{name}:-}}" not in script} == set()


@pytest.mark.parametrize("setting", re.findall(r"^\| `([A-Z_]+)`", README, flags=re.M))
def test_every_setting_is_read(setting):
    places = (
        "data_sources/settings.py",
        "store/folder.py",
        "store/generations.py",
        "store/logs.py",
        "api/settings.py",
        "exports/model.py",
        "catalogue/efforts_folder.py",
        "serving/ahead.py",
    )
    addresses = set(map(variable, load_catalogue().publishers))
    assert setting in addresses or any(f'"{setting}"' in (ROOT / place).read_text(encoding="utf-8") for place in places)


def test_make_check_leaves_out_each_kind_of_test_that_is_marked(request):
    (left_out,) = re.findall(r'-m "(.*)"', (ROOT / "Makefile").read_text(encoding="utf-8"))
    ours = [line.partition(":")[0] for line in request.config.getini("markers") if line.startswith(("browser:", "server:", "slow:"))]
    assert left_out == " and ".join(f"not {mark}" for mark in ours)


@pytest.mark.parametrize("picture", re.findall(r"!\[[^]]+\]\(([^)]+)\)", README))
def test_every_picture_is_there(picture):
    assert (ROOT / picture).is_file()

"""What the README promises: its example is a whole indicator, its commands and settings are the ones there are."""

import re
import shutil
from pathlib import Path

import pytest

import catalogue
from catalogue.reading import load_catalogue
from data_sources.__main__ import main
from data_sources.settings import variable
from tests.each import each

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


@each("command", sorted(set(re.findall(r"python -m data_sources (\w+)", README))))
def test_every_command_exists(command):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0


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


def test_every_setting_is_read():
    settings = re.findall(r"^\| `([A-Z_]+)`", README, flags=re.M)
    code = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/*.py") if path.parent.name != "tests")
    addresses = set(map(variable, load_catalogue().publishers))
    assert [name for name in settings if name not in addresses and f'"{name}"' not in code] == []
    assert len(settings) >= 15


def test_every_package_that_is_asked_for_has_its_reason():
    said = re.findall(r"^\| ([a-z0-9]\S*) \| \S", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), flags=re.M)
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert sorted(said) == sorted(["package", *(re.split(r"[=<>\s]", line)[0] for line in lines if line and line[0] != "#")])


def test_make_check_leaves_out_each_kind_of_test_that_is_marked(request):
    (left_out,) = re.findall(r'-m "(.*)"', (ROOT / "Makefile").read_text(encoding="utf-8"))
    ours = [line.partition(":")[0] for line in request.config.getini("markers") if line.startswith(("browser:", "server:", "slow:"))]
    assert left_out == " and ".join(f"not {mark}" for mark in ours)


@pytest.mark.parametrize("picture", re.findall(r"!\[[^]]+\]\(([^)]+)\)", README))
def test_every_picture_is_there(picture):
    assert (ROOT / picture).is_file()

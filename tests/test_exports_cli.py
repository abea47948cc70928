"""`python -m exports`: whole files, resumed, one failure among many, and refusals that say what there is."""

import io
import json

import pytest

from exports import Export, ExportError
from exports import __main__ as cli
from exports.batch import RECORD, Wanted, run
from store.files import write_whole
from store.folder import EMBEDDED


def wanted(name, content=b"x", made_from="1", calls=None):
    def make():
        if calls is not None:
            calls.append(name)
        if isinstance(content, Exception):
            raise content
        return Export(name, "text/plain", content)

    return Wanted(name, made_from, make)


def test_what_is_there_is_not_made_again(tmp_path):
    calls, out = [], io.StringIO()
    first = run([wanted("a.pdf", calls=calls), wanted("b.pdf", calls=calls)], tmp_path, out)
    again = run([wanted("a.pdf", calls=calls), wanted("b.pdf", calls=calls), wanted("c.pdf", calls=calls)], tmp_path, out)
    assert (first.made, again.made, again.kept) == (["a.pdf", "b.pdf"], ["c.pdf"], ["a.pdf", "b.pdf"])
    assert calls == ["a.pdf", "b.pdf", "c.pdf"]
    assert "1/2" in out.getvalue()


@pytest.mark.parametrize("spoil", ["cut", "gone", "record", "newer"])
def test_a_file_that_is_not_whole_or_of_older_figures_is_made_again(tmp_path, spoil):
    run([wanted("a.pdf", b"whole")], tmp_path, io.StringIO())
    if spoil == "cut":
        (tmp_path / "a.pdf").write_bytes(b"who")
    elif spoil == "gone":
        (tmp_path / "a.pdf").unlink()
    elif spoil == "record":
        (tmp_path / RECORD).write_text("[" * 100_000)
    report = run([wanted("a.pdf", b"whole", "2" if spoil == "newer" else "1")], tmp_path, io.StringIO())
    assert report.made == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"


def test_one_failure_does_not_stop_the_others(tmp_path):
    report = run([wanted("a.pdf", ExportError("no_figures", "none")), wanted("b.pdf")], tmp_path, io.StringIO())
    assert (report.failed, report.made) == ([("a.pdf", "none")], ["b.pdf"])
    assert not (tmp_path / "a.pdf").exists()


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    write_whole(tmp_path / "a.pdf", b"old")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_whole(tmp_path / "a.pdf", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_a_figure_takes_its_own_name_in_a_folder(tmp_path, capsys):
    asked = ["figure", "--card", "balans.niva", "--query", "matt=employment_rate", "--format", "csv", "--out", str(tmp_path)]
    assert cli.main(asked) == 0
    path = tmp_path / "sysselsattningsgrad-20-64-ar-balans-niva-2024.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert str(path) in capsys.readouterr().out


def test_the_figures_of_a_generation_can_be_asked_for(tmp_path):
    edition = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))["generation"]
    asked = ["figure", "--card", "balans.niva", "--format", "json", "--out", str(tmp_path / "a.json"), "--generation", edition]
    assert cli.main(asked) == 0
    assert json.loads((tmp_path / "a.json").read_bytes())["version"] == "2.0"


FIGURE = ["figure", "--card", "balans.niva", "--format", "csv", "--out", "x"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["figure", "--card", "no.card", "--format", "csv", "--out", "x"], "there are balans.niva"),
        ([*FIGURE, "--query", "matt"], "NAME=VALUE"),
        ([*FIGURE, "--query", "matt=employment_rat"], "cannot have matt=employment_rat; nearest is employment_rate"),
        ([*FIGURE, "--query", "mat=employment_rate"], "has no choice 'mat', only matt"),
        ([*FIGURE, "--generation", "20200101T000000Z"], "not kept"),
        (["kommunprofil", "--area", "9999", "--out", "x"], "0126 Huddinge"),
    ],
)
def test_refusals_say_what_there_is(asked, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(asked) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["balans.niva", "--help", "--lang", "en"], ["matt: Measure, default employment_rate", "split     Split", "net_income "]),
        (
            ["figure", "--card", "index.ordning", "-h"],
            ["vikter: Vikter, default 1.", "Låg ekonomisk standard", "geometriskt"],
        ),
        (["karta.karta", "--query", "niva=regso2025", "--help"], ["0126R001_RegSO2025", "lager: På kartan, default karnor"]),
    ],
)
def test_help_on_a_card_lists_its_choices(asked, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(asked)
    out = capsys.readouterr().out
    assert stopped.value.code == 0
    assert [words for words in said if words not in out] == []


def test_a_cards_id_is_command_enough(tmp_path, capsys):
    assert cli.main(["balans.niva", "--format", "txt", "--out", str(tmp_path / "a.txt")]) == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("SCB")
    assert cli.main(["figure", "--card", "no.card", "--help"]) == 2
    assert "there are balans.niva" in capsys.readouterr().err


def test_profiles_of_all_kommuner(tmp_path, monkeypatch):
    made = []

    def make_profile(view, code, fmt, options, *, against, appendix):
        made.append((code, fmt, appendix))
        return Export("x", "application/pdf", code.encode())

    monkeypatch.setattr(cli, "make_profile", make_profile)
    monkeypatch.setattr("exports.batch.sys.stderr", io.StringIO())
    assert cli.main(["kommunprofil", "--all", "--out", str(tmp_path)]) == 0
    assert len(made) == 26
    assert (tmp_path / "kommunprofil-huddinge.pdf").read_text() == "0126"
    assert cli.main(["kommunprofil", "--all", "--out", str(tmp_path)]) == 0
    assert len(made) == 26  # nothing anew
    assert cli.main(["kommunprofil", "Huddinge", "--appendix", "--out", str(tmp_path)]) == 0
    assert made[26:] == [("0126", "pdf", True)]  # another file of the same name is

"""``dunning explain --format html``: where the page goes, and what is said where nothing can be drawn."""

import pytest

from dunning_engine.cli import main
from dunning_engine.pictures import timetable
from dunning_engine.resources import examples_directory

EXAMPLES = examples_directory()
LEDGER = [str(EXAMPLES / "ledger.csv"), "--events", str(EXAMPLES / "events.csv"), "--as-of", "2026-03-31"]


def explain(*options):
    return main(["explain", *LEDGER, *map(str, options)])


@pytest.fixture
def no_matplotlib(monkeypatch):
    monkeypatch.setattr(timetable, "find_spec", lambda _: None)


def test_a_file_that_ends_in_html_is_a_page(tmp_path, capsys):
    output = tmp_path / "1005.html"
    assert explain("--invoice", "1005", "--output", output) == 0
    assert capsys.readouterr() == ("", "")
    assert output.read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n")
    assert [one.name for one in tmp_path.iterdir()] == ["1005.html"]


@pytest.mark.parametrize(
    ("options", "starts"),
    [
        (["--format", "html"], "<!DOCTYPE html>"),
        (["--format", "text"], "Faktura 1005 den 2026-03-31\n\nI dag\n"),
        (["--lang", "en"], "Invoice 1005 on 2026-03-31\n\nToday\n"),
    ],
)
def test_without_a_file_it_is_printed(options, starts, capsys):
    assert explain("--invoice", "1005", *options) == 0
    assert capsys.readouterr().out.startswith(starts)


def test_the_form_that_is_chosen_counts_more_than_the_name(tmp_path):
    output = tmp_path / "1005.html"
    assert explain("--invoice", "1005", "--output", output, "--format", "text") == 0
    assert output.read_text(encoding="utf-8").startswith("Faktura 1005")


@pytest.mark.usefixtures("no_matplotlib")
def test_without_the_extra_the_page_has_a_table_and_stderr_says_what_to_install(capsys):
    assert explain("--invoice", "1005", "--format", "html") == 0
    out, err = capsys.readouterr()
    assert "<svg" not in out
    assert "<caption>Tidslinje för faktura 1005 om ingen betalar</caption>" in out
    assert err == "pictures need matplotlib: pip install 'dunning-engine[pictures]'\n"


@pytest.mark.parametrize("name", ["1005.pdf", "1005.docx", "1005.json"])
def test_a_file_of_another_kind_is_refused(name, tmp_path, capsys):
    output = tmp_path / name
    assert explain("--invoice", "1005", "--output", output) == 2
    said = f"dunning: --output: {output.suffix} is none of the forms .txt and .html; give --format\n"
    assert capsys.readouterr() == ("", said)
    assert not output.exists()


def test_the_ledger_is_not_written_over(capsys):
    assert explain("--invoice", "1005", "--format", "text", "--output", EXAMPLES / "ledger.csv") == 2
    assert "would be written over" in capsys.readouterr().err

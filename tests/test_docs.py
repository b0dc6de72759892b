import importlib.util
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


make = module(ROOT / "tools" / "make.py")
runner = module(ROOT / "tools" / "shown.py")
MADE = make.made()
PAGES = [*runner.pages(), ROOT / "CHANGELOG.md"]
WRITTEN = [page for page in PAGES if page not in MADE]


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MADE, ids=name)
def test_what_is_made_from_the_code_is_current(path):
    assert path.read_text(encoding="utf-8") == MADE[path], "run: make docs"


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_a_page_shows_what_is_printed(page):
    if page.name == "service.md" and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    assert page.read_text(encoding="utf-8") == runner.refreshed(page), "read what has changed, then run: make docs"


# A page that lies is found out


def shown(tmp_path, text):
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    return runner.refreshed(page)


def test_the_output_of_a_command_is_put_right(tmp_path):
    text = shown(tmp_path, "```console\n$ dunning check rules\nall is well\n$ dunning check nowhere\n```\n")

    assert text == (
        "```console\n$ dunning check rules\n0 errors, 0 warnings\n"
        "$ dunning check nowhere\ndunning: there is no file nowhere\n```\n"
    )


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("dunning schema policy", "first\n…\nlast\n", "{\n…\n}\n"),
        ("dunning schema policy", "first\n…\n", "{\n…\n"),
        ("dunning check rules", "first\n…\nlast\n", "0 errors, 0 warnings\n"),
    ],
)
def test_lines_left_out_stay_out(tmp_path, command, before, after):
    assert shown(tmp_path, f"```console\n$ {command}\n{before}```\n") == f"```console\n$ {command}\n{after}```\n"


def test_what_a_program_prints_follows_it(tmp_path):
    text = shown(tmp_path, "```python\nkronor = 60\n```\n\n```python\nprint(kronor)\n```\n\n```text\n61\n```\n")

    assert text.endswith("```text\n60\n```\n")


def test_a_change_is_seen_until_it_is_undone(tmp_path):
    change = "<!-- change: rules/fakturaservice.yaml -->\n```diff\n-policy: fakturaservice\n+policy: another\n```\n"
    part = "<!-- part of: rules/fakturaservice.yaml -->\n```yaml\npolicy: {}\n```\n"
    text = change + part.format("another") + "<!-- undo -->\n" + part.format("fakturaservice")

    assert shown(tmp_path, text) == text


def test_a_page_serves_what_it_changes(tmp_path):
    fee = "    fee: {}                                # högst 60 kr (lag 1981:739 4 §)"
    change = (
        f"<!-- change: rules/fakturaservice.yaml -->\n```diff\n-{fee.format('60.00')}\n+{fee.format('60.01')}\n```\n"
    )
    ask = "from urllib.request import urlopen; print(urlopen('http://127.0.0.1:8700/readyz').read().count(b'DE410'))"
    problems = f'```console\n$ python3 -c "{ask}"\n{{}}\n```\n'.format
    page = f"<!-- serve: rules -->\n{{}}{change}{{}}<!-- undo -->\n{{}}".format

    assert shown(tmp_path, page(*map(problems, (7, 7, 7)))) == page(*map(problems, (0, 1, 0)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- serve: nowhere -->\n", "does not serve"),
        ("<!-- part of: rules/fakturaservice.yaml -->\n```yaml\npolicy: other\n```\n", "do not stand in"),
        ("<!-- file: rules/new.yaml -->\n```yaml\npolicy: new\n```\n", "missing"),
        ("<!-- change: rules/fakturaservice.yaml -->\n```diff\n-policy: other\n+policy: new\n```\n", "stand 0 times"),
        ("<!-- change: rules/fakturaservice.yaml -->\n```diff\n-    when: {x}\n```\n", "stand 0 times"),
        ("<!-- undo -->\n", "nothing to undo"),
        ("```yaml\npolicy: new\n```\n", "nothing says what this yaml is"),
        ("```diff\n-policy: new\n```\n", "nothing says what this diff is"),
        ("```console\ndunning check\n```\n", "nothing says what this console is"),
    ],
)
def test_a_page_that_shows_what_is_not_so_is_refused(tmp_path, text, message):
    with pytest.raises(runner.PageError, match=message):
        shown(tmp_path, text)


# Words that point somewhere


def anchors(page):
    """The names that headings get: small letters, hyphens for spaces, nothing else."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", [page for page in WRITTEN if page.parent != ROOT], ids=name)
def test_files_and_names_in_the_code_are_there(page):
    text = page.read_text(encoding="utf-8")
    code = ROOT / "src" / "dunning_engine"
    files = re.findall(r"`((?:\w+/)+\w+\.(?:py|json|yaml|toml))`", text)
    assert [file for file in files if not (code / file).exists() and not (ROOT / file).exists()] == []
    for found, file in re.findall(r"`(\w+)` in `([\w/]+\.py)`", text):
        assert re.search(rf"\b{found}\b", (code / file).read_text(encoding="utf-8")), f"{found} in {file}"


def test_the_decisions_are_numbered_without_a_gap():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    assert [page.read_text(encoding="utf-8").split(".")[0] for page in pages] == [
        f"# {number}" for number in range(1, len(pages) + 1)
    ]


def test_readme_shows_the_two_commands_and_they_are_targets():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"$ make {command}\n" in readme
        assert re.search(rf"^{command}: ", makefile, re.MULTILINE)
    # the pages run "make demo" as the command that the target runs
    assert re.search(r"^demo: .*\n\t@\$\(BIN\)/dunning demo$", makefile, re.MULTILINE)

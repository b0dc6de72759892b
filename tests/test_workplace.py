"""What goes into other people's repositories: the hooks, and the workflow of a pull request. Their commands are run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
import yaml

from dunning_engine import cli

ROOT = Path(__file__).parents[1]
WORKFLOW = yaml.safe_load((ROOT / "examples" / "github" / "preview.yaml").read_text(encoding="utf-8"))
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
GIT = shutil.which("git")
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
RUN = [shlex.split(step["run"]) for step in STEPS if step.get("run", "").startswith("dunning ")]
RUN += [[*shlex.split(hook["entry"]), *hook["args"]] for hook in HOOKS.values()]
COMMANDS = list(dict.fromkeys(map(tuple, RUN)))  # each once


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository of policies as the workflow has it: what is, and a change after it."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "features").mkdir()
    shutil.copy(ROOT / "features" / "fakturaservice.feature", tmp_path / "features")
    (tmp_path / "ledger").mkdir()
    for name in ("ledger.csv", "events.csv"):
        shutil.copy(ROOT / "examples" / name, tmp_path / "ledger")
    policy = tmp_path / "rules" / "fakturabelaning.yaml"
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    for command in ("init --quiet", "add .", "commit --quiet --message=before"):
        subprocess.run([GIT, *identity, *command.split()], cwd=tmp_path, check=True)
    policy.write_text(policy.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    subprocess.run([GIT, *identity, "commit", "--quiet", "--all", "--message=after"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(GIT is None, reason="git is not installed")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_of_hooks_and_workflow_does_what_it_says(repository, command):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from dunning_engine.cli import main; sys.exit(main())", *command[1:]],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    if "--output" in command:
        assert (repository / command[command.index("--output") + 1]).read_text(encoding="utf-8")


def test_the_workflow_checks_tests_and_previews():
    names = typer.main.get_command(cli.app).commands
    assert {command[1] for command in COMMANDS} == {"check", "test", "preview"} <= set(names)


def test_the_job_that_may_write_a_comment_runs_nothing_of_the_change():
    assert WORKFLOW["permissions"] == {}
    permissions = {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()}
    assert permissions == {"preview": {"contents": "read"}, "comment": {"pull-requests": "write"}}
    comment = WORKFLOW["jobs"]["comment"]
    assert "head.repo.full_name == github.repository" in comment["if"]
    assert not any("checkout" in step.get("uses", "") for step in comment["steps"])
    assert WORKFLOW[True] == {"pull_request": WORKFLOW[True]["pull_request"]}  # YAML 1.1 reads "on" as true


def test_no_words_of_others_are_put_into_a_shell_and_actions_are_pinned():
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)] == []


# Hooks


def test_the_hook_for_scenarios_brings_what_they_need():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert HOOKS["dunning-test"]["additional_dependencies"] == extras["testing"]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("features/avgifter/a.feature", True),
        ("rules/fakturaservice.yaml", True),
        ("README.md", False),
    ],
)
def test_scenarios_are_run_when_what_they_show_may_have_changed(file, wanted):
    assert bool(re.search(HOOKS["dunning-test"]["files"], file)) == wanted


def test_a_policy_that_is_taken_away_is_seen_too():
    """A file that is gone is none that has changed, and another policy may continue in it."""
    assert HOOKS["dunning-check"]["always_run"] is True
    assert [name for name, hook in HOOKS.items() if hook["pass_filenames"]] == []


# The page


PAGE = (ROOT / "docs" / "editor.md").read_text(encoding="utf-8")


def test_the_page_names_the_hooks_that_there_are():
    (config,) = re.findall(r"^```yml\n(repos:\n.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
    assert {hook["id"] for hook in yaml.safe_load(config)["repos"][0]["hooks"]} == set(HOOKS)


def test_the_page_shows_the_settings_that_a_new_folder_has():
    (shown,) = re.findall(r"^```json\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
    settings = ROOT / "src" / "dunning_engine" / "templates" / "policy" / "vscode" / "settings.json"
    assert json.loads(shown) == json.loads(settings.read_text(encoding="utf-8"))


def test_the_page_quotes_what_the_schema_says():
    schema = json.loads((ROOT / "schemas" / "policy.schema.json").read_text(encoding="utf-8"))
    assert re.findall(r"^> (.*)$", PAGE, re.MULTILINE) == [schema["$defs"]["fee"]["description"]]

"""The schemas as an editor reads them: completion, hover and diagnostics of the YAML language server that VS Code has."""

import json
import re
import shutil
import subprocess
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
import yaml
from language_server import HERE, PROGRAM, Server
from schema_walk import Walk

from dunning_engine import cli

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
SCHEMAS = ("policy", "law", "mapping")
SHIPPED = sorted(
    path
    for folder in ("rules", "examples")
    for path in (ROOT / folder).rglob("*.yaml")
    if folder == "rules" or path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
)
NUMBERS = count()
CURSOR = "cursor_"

if NODE is None:
    pytest.skip("node is not installed", allow_module_level=True)
if not PROGRAM.exists():
    pytest.skip("the language server is not installed: npm ci --prefix tests/editor", allow_module_level=True)


def walk_of(name):
    return Walk(json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")))


WALKS = {name: walk_of(name) for name in SCHEMAS}
PLACES = [pytest.param(name, place, id=f"{name}-{place}") for name, walk in WALKS.items() for place in walk.places()]


@pytest.fixture(scope="module")
def server():
    with Server(NODE) as running:
        yield running
        assert running.ended() is None, "it wanted to leave the machine"


@pytest.fixture
def opened(server):
    """Opens texts as files that lie beside the policies, and closes them."""
    paths = []

    def put(schema, text):
        path = ROOT / "rules" / f"not-there-{next(NUMBERS)}.yaml"
        server.open(path, f"# yaml-language-server: $schema=../schemas/{schema}.schema.json\n{text}")
        paths.append(path)
        return path

    yield put
    for path in paths:
        server.close(path)


def at(path, value):
    """``value`` at the end of a path of keys and numbers."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def written(value):
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def with_cursor(text):
    """The text without what marks the cursor, and where the cursor is in a file that has one line before it."""
    before, after = re.split(rf"{CURSOR}.*", text, maxsplit=1)
    return before + after, (before.count("\n") + 1, len(before.rpartition("\n")[2]))


def described(walk, schema):
    return walk.resolved(schema)["description"]


def offered(server, path, cursor):
    items = server.completions(path, *cursor)
    labels = Counter(item["label"] for item in items)
    assert [label for label, times in labels.items() if times > 1] == []
    assert [label for label in labels if "[object" in label or " | " in label] == []
    return {unquoted(item["label"]): item.get("documentation") for item in items}


def unquoted(label):
    return json.loads(label) if label.startswith('"') else label


# What is there already


def test_the_shipped_files_have_no_diagnostics(server):
    for path in SHIPPED:
        server.open(path, path.read_text(encoding="utf-8"))
    assert {path.name: found for path in SHIPPED if (found := server.diagnostics(path))} == {}
    for path in SHIPPED:
        server.close(path)


def test_a_new_folder_has_what_an_editor_needs(tmp_path, capsys):
    assert cli.main(["new", "policy", "min-policy", "--directory", str(tmp_path)]) == 0
    capsys.readouterr()
    policy = tmp_path / "rules" / "min-policy.yaml"
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    unnamed = tmp_path / "rules" / "another.yaml"  # nobody has written in it yet where its schema lies
    with Server(NODE, tmp_path, {"schemas": settings["yaml.schemas"]}) as own:
        own.open(policy, policy.read_text(encoding="utf-8"))
        own.open(unnamed, "policy: another\napproval: ")

        assert own.diagnostics(policy) == []
        assert {"automatic", "manual"} == set(offered(own, unnamed, (1, 10)))


def test_whatever_wants_to_leave_the_machine_ends():
    program = "require('node:https').get('https://www.schemastore.org/')"
    done = subprocess.run(
        [NODE, "--require", HERE / "no_network.cjs", "-e", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr[:24]) == (97, "a connection was wanted:")


# Each key


@pytest.mark.parametrize(("schema", "place"), PLACES)
def test_every_key_is_offered_with_its_description(server, opened, schema, place):
    walk = WALKS[schema]
    text, cursor = with_cursor(written(at(place.path, {CURSOR: None})))
    found = offered(server, opened(schema, text), cursor)
    if not set(place.keys) & set(
        found
    ):  # a mapping of one key offers mappings that are ready, and keys once a letter stands
        assert found
        text, (line, column) = with_cursor(written(at(place.path, {CURSOR: None})).replace(CURSOR, f"x{CURSOR}"))
        found = offered(server, opened(schema, text), (line, column))

    assert {key: found.get(key) for key in place.keys} == {
        key: described(walk, part) for key, part in place.keys.items()
    }


@pytest.mark.parametrize(("schema", "place"), [case for case in PLACES if case.values[1].first])
def test_every_key_is_explained_under_the_pointer(server, opened, schema, place):
    walk = WALKS[schema]
    text = written(at(place.path, {key: walk.value(part) for key, part in place.keys.items()}))
    path = opened(schema, text)
    node = yaml.compose(text)
    for step in place.path:
        node = node.value[0] if isinstance(step, int) else node.value[0][1]

    marks = {key.value: key.start_mark for key, _ in node.value}
    found = {key: server.hover(path, marks[key].line + 1, marks[key].column + 1) for key in place.keys}

    told = {key: re.sub(r"\\(.)", r"\1", text) for key, text in found.items()}
    assert {key: text for key, text in told.items() if described(walk, place.keys[key]) not in text} == {}


@pytest.mark.parametrize(("schema", "place"), [case for case in PLACES if case.values[1].first])
def test_every_word_is_offered_with_its_meaning(server, opened, schema, place):
    walk = WALKS[schema]
    for key, part in place.keys.items():
        words = walk.words(part)
        if not words and walk.resolved(part).get("type") == "boolean":
            words = {"true": "", "false": ""}
        if words:
            text, cursor = with_cursor(written(at((*place.path, key), CURSOR)))
            found = offered(server, opened(schema, text), cursor)
            assert {word: found.get(word) or "" for word in words} == words, key


@pytest.mark.parametrize("key", ["send_by", "require", "request_if_missing"])
def test_words_of_a_list_are_offered(server, opened, key):
    text, cursor = with_cursor(written({"steps": [{key: [CURSOR]}]}))
    labels = offered(server, opened("policy", text), cursor)
    assert "post" in labels if key == "send_by" else "customer_identity_number" in labels
    assert all(labels.values())


# Mistakes


def test_a_misspelt_key_is_shown_wherever_it_stands(server, opened):
    """All at once: the server thinks for a moment about each file."""
    asked = {}
    for schema, place in (case.values for case in PLACES):
        text = written(at(place.path, {"misspelt": 1}))
        line = text[: text.index("misspelt")].count("\n")
        column = len(text.splitlines()[line]) - len("misspelt: 1")
        asked[opened(schema, text)] = (str(place), line + 1, column)
    silent = []
    for path, (place, line, column) in asked.items():
        found = [(one["range"]["start"], one["message"]) for one in server.diagnostics(path)]
        if ({"line": line, "character": column}, "Property misspelt is not allowed.") not in found:
            silent.append((place, found))
    assert silent == []


# A line of the policy, how it is written wrong with the place between bars, and what is said.
MISTAKES = [
    ("title: Fakturaflödet i Fakturaservice\n", "title: |3\n", 'Expected "string"'),
    ("approval: automatic ", "approval: |automatisk ", '"automatic", "manual"'),
    ("    action: remind\n", "    action: |remnd\n", '"list", "notify", "remind"'),
    ("    action: remind\n", "    action: remind\n    |acton: remind\n", "Property acton is not allowed."),
    ("    days_after_due_date: 7 ", "    days_after_due_date: |sju ", 'Expected "integer"'),
    ("    fee: 60.00 ", "    fee: |gratis ", '"statutory"'),
    ("    fee: 60.00 ", "    fee: |[60.00] ", "Expected one of number, string"),
    ("    interest: true\n", "    interest: |ja\n", 'Expected "boolean"'),
    ("    send_by: same_as_invoice\n", "    send_by: |mejl\n", '"email", "post"'),
    ("    send_by: same_as_invoice\n", "    send_by: [post, |mejl]\n", '"email", "post"'),
    ("  rate: statutory ", "  rate: |lagstadgad ", '"statutory", "agreed"'),
    ("  accrues_from: due_date ", "  accrues_from: {|days: 3, days_after_invoice_date: 3} ", "Property days is not"),
    ("    when: {disputed: true}", "    when: {|disputd: true}", "Property disputd is not allowed."),
    ("    when: {disputed: true}", "    when: {disputed: {|iss: true}}", "Property iss is not allowed."),
    ("    when: {disputed: true}", "    when: {customer_kind: |busines}", '"business", "consumer"'),
    ("    when: {disputed: true}", "    when: {customer_kind: {|iss: business}}", "Property iss is not allowed."),
    ("    when: {disputed: true}", "    when: {balance: {at_most: |lite}}", 'Expected "number"'),
    ("    when: {disputed: true}", "    when: {sale: {one_of: [|leased]}}", '"without_recourse"'),
]


def test_a_mistake_is_shown_where_it_stands(server, opened):
    policy = (ROOT / "rules" / "fakturaservice.yaml").read_text(encoding="utf-8").partition("\n")[2]
    asked = {}
    for right, wrong, message in MISTAKES:
        before, between, after = policy.partition(right)
        assert between, right
        start = len(before) + wrong.index("|")
        text = before + wrong.replace("|", "", 1) + after
        place = {"line": text[:start].count("\n") + 1, "character": start - text.rfind("\n", 0, start) - 1}
        asked[opened("policy", text)] = (place, message, wrong)
    for path, (place, message, wrong) in asked.items():
        found = server.diagnostics(path)
        assert [one["range"]["start"] for one in found] == [place], wrong
        assert message in found[0]["message"], wrong

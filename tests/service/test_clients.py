"""The clients that people copy, each run against a real service that wants a token."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running_service import running

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "service"
TYPESCRIPT = EXAMPLES / "typescript"
TOOLS = Path(__file__).parent / "typescript" / "node_modules"
TOKEN = "only-for-these-tests-0123456789"  # noqa: S105 - made up
CURL, NODE = shutil.which("curl"), shutil.which("node")
with_curl = pytest.mark.skipif(CURL is None, reason="curl is not installed")
with_node = pytest.mark.skipif(
    NODE is None or not (TOOLS / "typescript").exists(),
    reason="what checks TypeScript is not installed: npm ci --prefix tests/service/typescript",
)
DECIDED = [
    "1001  due  remind 10087.40  request_information 10000.00",
    "1002  due",
    "1003  paid",
    "1004  not_due",
]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    file.chmod(0o600)
    with running(ROOT / "rules", "--token-file", file) as started:
        started.token_file = file
        yield started


def told(service, *command, given="", **changed):
    """The exit code, and what a client prints."""
    environment = {
        "DUNNING_URL": f"http://127.0.0.1:{service.port}",
        "DUNNING_TOKEN_FILE": str(service.token_file),
        "DUNNING_TOKEN": TOKEN,
    }
    done = subprocess.run(
        [*map(str, command)],
        input=given,
        env=os.environ | environment | changed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


# curl


def shell(service, *arguments, **rest):
    return told(service, "sh", EXAMPLES / "client.sh", *arguments, **rest)


@with_curl
def test_curl_asks_for_one_invoice(service):
    code, out, _ = shell(service, "evaluate", EXAMPLES / "evaluate.json")

    (decision,) = json.loads(out)["decisions"]
    assert (code, decision["actions"][0]["amount_to_pay"]) == (0, "10087.40")


@with_curl
def test_curl_streams(service):
    lines = (EXAMPLES / "invoices.ndjson").read_text(encoding="utf-8")
    code, out, _ = shell(service, "stream", "fakturaservice", "2026-03-12", given=lines)

    *answers, end = map(json.loads, out.splitlines())
    assert code == 0
    assert [(decision["invoice"], decision["stage"]) for answer in answers for decision in answer["decisions"]] == [
        tuple(line.split("  ")[:2]) for line in DECIDED
    ]
    assert (end["end"], end["decided"]) == (True, 4)


@with_curl
def test_a_stream_longer_than_any_buffer_comes_through_curl(service):
    line = (EXAMPLES / "invoices.ndjson").read_text(encoding="utf-8").splitlines()[0]
    code, out, _ = shell(service, "stream", "fakturaservice", "2026-03-12", given=f"{line}\n" * 6000)

    assert (code, json.loads(out.splitlines()[-1])["decided"]) == (0, 6000)
    assert len(out) > 12_000_000


@with_curl
@pytest.mark.parametrize(("fee", "usable"), [("60.00", True), ("60.01", False)])
def test_curl_checks_a_policy(service, tmp_path, fee, usable):
    policy = tmp_path / "fakturaservice.yaml"
    text = (ROOT / "rules" / "fakturaservice.yaml").read_text(encoding="utf-8")
    policy.write_text(text.replace("fee: 60.00", f"fee: {fee}"), encoding="utf-8")
    code, out, _ = shell(service, "check", policy)

    assert (code == 0) is usable
    assert json.loads(out).get("code") == (None if usable else "DE410")


@with_curl
def test_curl_is_told_when_the_token_is_wrong(service, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("another-token-0123456789\n", encoding="utf-8")
    code, out, _ = shell(service, "evaluate", EXAMPLES / "evaluate.json", DUNNING_TOKEN_FILE=str(wrong))

    assert (code, json.loads(out)["code"]) == (22, "DE620")
    assert shell(service, "ready", DUNNING_TOKEN_FILE="")[0] == 0


@with_curl
def test_the_script_says_what_it_does(service):
    code, _, said = shell(service)

    assert code == 2
    assert [line.split()[1] for line in said.splitlines()] == ["ready", "evaluate", "stream", "check"]


# Python


def test_python_decides_on_a_file(service):
    code, out, said = told(
        service, sys.executable, EXAMPLES / "client.py", EXAMPLES / "invoices.ndjson", "fakturaservice", "2026-03-12"
    )

    assert (code, out.splitlines(), said) == (0, DECIDED, "")


def test_python_shows_every_problem(service, tmp_path):
    file = tmp_path / "wrong.ndjson"
    file.write_text('{"invoice": "1"}\n', encoding="utf-8")
    code, _, said = told(service, sys.executable, EXAMPLES / "client.py", file, "fakturaservice", "2026-03-12")

    assert code == 1
    assert "DE502 due_on: is missing" in said.splitlines()


def test_python_keeps_a_group_together_and_its_calls_small(service):
    names = runpy.run_path(str(EXAMPLES / "client.py"))
    first = json.loads((EXAMPLES / "invoices.ndjson").read_text(encoding="utf-8").splitlines()[0])
    groups = [[first | {"invoice": f"{group}-{one}"} for one in range(3)] for group in range(400)]
    with names["Dunning"](f"http://127.0.0.1:{service.port}", TOKEN) as client:
        asked = []
        evaluate = client.evaluate

        def count(policy, invoices, *, as_of):
            asked.append(len(invoices))
            return evaluate(policy, invoices, as_of=as_of)

        client.evaluate = count
        found = [one["invoice"] for one in client.evaluate_all("fakturaservice", groups, as_of="2026-03-12")]

    assert found == [one["invoice"] for group in groups for one in group]
    assert asked == [498, 498, 204]


# TypeScript


@with_node
def test_the_types_are_those_of_the_openapi(tmp_path):
    made = tmp_path / "dunning.ts"
    command = [NODE, TOOLS / "openapi-typescript" / "bin" / "cli.js", ROOT / "schemas" / "openapi.json", "-o", made]
    subprocess.run(command, check=True, capture_output=True)

    again = "run: npm run types --prefix tests/service/typescript"
    assert (TYPESCRIPT / "dunning.ts").read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), again


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A folder with the client as JavaScript, which `tsc` has nothing against."""
    folder = tmp_path_factory.mktemp("typescript")
    for file in (*TYPESCRIPT.glob("*.ts"), TYPESCRIPT / "tsconfig.json", TYPESCRIPT / "package.json"):
        shutil.copy(file, folder)
    (folder / "node_modules").symlink_to(TOOLS)
    done = subprocess.run(
        [NODE, TOOLS / "typescript" / "bin" / "tsc"], cwd=folder, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "")
    return folder


@with_node
def test_typescript_decides(service, compiled):
    code, out, said = told(service, NODE, compiled / "main.js", EXAMPLES / "evaluate.json")

    assert (code, out.splitlines(), said) == (0, DECIDED[:1], "")


@with_node
def test_typescript_shows_every_problem(service, compiled, tmp_path):
    request = json.loads((EXAMPLES / "evaluate.json").read_text(encoding="utf-8"))
    del request["invoice"]["due_on"]
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(request), encoding="utf-8")

    assert told(service, NODE, compiled / "main.js", file)[::2] == (1, "DE502 due_on: is missing\n")


@with_node
def test_a_request_that_does_not_fit_does_not_compile(compiled, tmp_path):
    shutil.copytree(compiled, tmp_path / "wrong", symlinks=True)
    wrong = tmp_path / "wrong" / "main.ts"
    wrong.write_text(
        'import { Dunning } from "./client.js";\nawait new Dunning().evaluate({ as_of: "2026-03-12", policies: "a", invoice: {} });\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        [NODE, TOOLS / "typescript" / "bin" / "tsc"], cwd=wrong.parent, check=False, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "customer_kind" in done.stdout


def test_what_makes_and_checks_types_is_pinned_by_what_it_holds():
    packages = json.loads((TOOLS.parent / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"]

    assert wanted == json.loads((TOOLS.parent / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert wanted == json.loads((TYPESCRIPT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []

"""Policies that change while they are served: every answer is wholly of one set of files, and none is ever lost."""

import asyncio
import contextlib
import http.client
import json
import os
import shutil
import threading
import time
from dataclasses import FrozenInstanceError

import pytest
from running_service import LONGEST, asking, complaints, running

from dunning_engine.resources import rules_directory
from dunning_engine.service import snapshot as snapshots
from dunning_engine.service.served import PolicyStore
from dunning_engine.service.snapshot import UnsettledError, snapshot

NAMES = ("fakturaservice", "tvilling")
FEES = {"60.00", "45.00", "30.00"}


def lay(folder, fee="60.00"):
    """Two policies and a law of their own, in which a reminder costs ``fee``."""
    (folder / "law").mkdir(parents=True, exist_ok=True)
    for path in (rules_directory() / "law").glob("*.yaml"):
        shutil.copy(path, folder / "law")
    for name in NAMES:
        (folder / f"{name}.yaml").write_text(policy(name, fee), "utf-8")
    return folder


def policy(name, fee):
    text = (rules_directory() / "fakturaservice.yaml").read_text("utf-8")
    return text.replace("fee: 60.00", f"fee: {fee}").replace("policy: fakturaservice", f"policy: {name}")


@pytest.fixture
def rules(tmp_path):
    return lay(tmp_path / "rules")


@pytest.fixture
def store(rules):
    found = PolicyStore(rules)
    found.load()
    return found


class Heard:
    def __init__(self):
        self.told = []

    def loaded(self, served):
        self.told.append(("loaded", served.generation))

    def refused(self, problems):
        self.told.append(("refused", [problem.code for problem in problems]))


def test_a_generation_holds_policies_texts_and_digest(store, rules):
    served = store.served
    assert list(served.policies) == list(NAMES)
    assert {key: file for key, (file, _) in served.texts.items()} == {
        (name, one.applies_from): (rules / f"{name}.yaml").as_posix()
        for name in NAMES
        for one in served.policies[name].revisions
    }
    assert [text for _, text in served.texts.values()] == [policy(name, "60.00") for name in NAMES]
    with pytest.raises(FrozenInstanceError):
        served.digest = ""
    with pytest.raises(TypeError):
        served.texts["x"] = ""


def test_the_digest_is_that_of_the_files_alone(store, rules, tmp_path):
    other = PolicyStore(lay(tmp_path / "elsewhere"))
    other.load()
    assert other.served.digest == store.served.digest
    (rules / "law" / "se-fees.yaml").write_bytes((rules / "law" / "se-fees.yaml").read_bytes() + b"# a remark\n")
    store.load()
    assert store.served.digest != other.served.digest  # law is part of what decides


def test_a_broken_file_keeps_what_was_served(store, rules):
    before = store.served
    heard = Heard()
    store.tell(heard)
    (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", "70.00"), "utf-8")  # above the cap
    store.load()
    store.load()
    assert store.served is before
    assert store.stale
    assert {problem.code for problem in store.problems} >= {"DE410"}
    assert [what for what, _ in heard.told] == ["refused"]  # said once
    (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", "45.00"), "utf-8")
    store.load()
    assert not store.stale
    assert store.problems == ()
    assert store.served.generation == 2
    assert store.served.digest != before.digest


@pytest.mark.parametrize("gone", ["folder", "policies", "law", "unreadable"])
def test_files_that_go_keep_what_was_served(store, rules, gone):
    before = store.served
    if gone == "folder":
        rules.rename(rules.with_name("away"))
    elif gone == "policies":
        for name in NAMES:
            (rules / f"{name}.yaml").unlink()
    elif gone == "law":
        (rules / "law" / "se-fees.yaml").unlink()
    else:
        (rules / "fakturaservice.yaml").unlink()
        (rules / "fakturaservice.yaml").symlink_to(rules / "nowhere.yaml")
        (rules / "other.yaml").write_bytes(b"\xff\xfe\x00")
    store.load()
    assert store.served is before
    assert store.stale


def test_nothing_served_is_not_stale(tmp_path):
    store = PolicyStore(tmp_path)
    store.load()
    assert (store.served, store.stale, store.loaded_at) == (None, False, None)
    assert [problem.code for problem in store.problems] == ["DE361"]


def test_files_that_change_while_they_are_read_are_read_again(rules, monkeypatch):
    check, times = snapshots.check_folder, []

    def changing(*arguments):
        times.append(None)
        if len(times) < 3:
            (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", f"{30 + len(times)}.00"), "utf-8")
        return check(*arguments)

    monkeypatch.setattr(snapshots, "check_folder", changing)
    taken = snapshot(rules)
    assert len(times) == 3
    assert "fee: 32.00" in taken.texts[(rules / "fakturaservice.yaml").as_posix()]


def test_files_that_never_rest_are_a_problem(rules, store, monkeypatch):
    check = snapshots.check_folder

    def changing(*arguments):
        (rules / "law" / "se-fees.yaml").write_bytes((rules / "law" / "se-fees.yaml").read_bytes() + b"#\n")
        return check(*arguments)

    monkeypatch.setattr(snapshots, "check_folder", changing)
    monkeypatch.setattr(snapshots, "_TRIES", 3)
    with pytest.raises(UnsettledError):
        snapshot(rules)
    store.load()
    assert [problem.code for problem in store.problems] == ["DE630"]
    assert store.stale


def test_policies_that_ship_are_not_watched():
    store = PolicyStore()
    store.load()
    asyncio.run(asyncio.wait_for(store.watch(), 5))
    assert store.served.generation == 1


def link(rules, target):
    """Swap the folder at once, as Kubernetes does."""
    new = rules.with_name("new-link")
    new.symlink_to(target)
    new.replace(rules)


def laid_as_files_through_links(rules):
    """As Kubernetes does it: rules/x.yaml -> ..data/x.yaml, and ..data -> the folder in force."""
    lay(rules / "..first")
    lay(rules / "..second", "45.00")
    (rules / "..data").symlink_to("..first")
    for file in (*(f"{name}.yaml" for name in NAMES), "law"):
        (rules / file).symlink_to(f"..data/{file}")


def law_through_a_link(rules):
    (lay(rules) / "law").rename(rules.with_name("law-elsewhere"))
    (rules / "law").symlink_to(rules.with_name("law-elsewhere"))


def save(rules):
    (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", "45.00"), "utf-8")


def save_by_renaming(rules):
    new = rules / "fakturaservice.yaml.new"
    new.write_text(policy("fakturaservice", "45.00"), "utf-8")
    new.replace(rules / "fakturaservice.yaml")


def swap_the_folder(rules):
    link(rules, lay(rules.with_name("second"), "45.00"))


def swap_the_files(rules):
    (rules / "..new").symlink_to("..second")
    (rules / "..new").replace(rules / "..data")


def add_a_file(rules):
    later = policy("fakturaservice", "45.00").replace("issued_from: 2020-01-01", "issued_from: 2026-06-01")
    (rules / "later.yaml").write_text(later, "utf-8")


def change_the_law(rules):
    file = rules / "law" / "se-fees.yaml"
    file.write_bytes(file.read_bytes() + b"# a remark\n")


def rename_the_folder(rules):
    lay(rules.with_name("second"), "45.00")
    rules.rename(rules.with_name("old"))
    rules.with_name("second").rename(rules)


@pytest.mark.parametrize(
    ("laid", "change"),
    [
        (lay, save),
        (lay, save_by_renaming),
        (lay, add_a_file),
        (lay, change_the_law),
        (law_through_a_link, change_the_law),
        (lay, rename_the_folder),
        (lambda rules: rules.symlink_to(lay(rules.with_name("first"))), swap_the_folder),
        (laid_as_files_through_links, swap_the_files),
    ],
)
def test_every_way_of_changing_files_is_noticed(tmp_path, laid, change):
    rules = tmp_path / "rules"
    laid(rules)
    store = PolicyStore(rules)
    store.load()
    before = store.served

    async def watched():
        loop, noticed = asyncio.get_running_loop(), asyncio.Event()
        heard = Heard()
        heard.loaded = lambda _: loop.call_soon_threadsafe(noticed.set)
        store.tell(heard)
        watching = asyncio.create_task(store.watch())
        await asyncio.sleep(0.1)
        await asyncio.to_thread(change, rules)
        async with asyncio.timeout(15):
            await noticed.wait()
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching

    asyncio.run(watched())
    assert store.problems == ()
    assert store.served.digest != before.digest


class Asking(threading.Thread):
    """Asks again and again over one connection; keeps what does not fit."""

    def __init__(self, service, name):
        super().__init__()
        self.service, self.name_of_policy = service, name
        self.done = threading.Event()
        self.seen, self.wrong = [], []

    def run(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=20)) as connection:
            self.ask(connection)

    def ask(self, connection):
        headers = {"Content-Type": "application/json"}
        while not self.done.is_set():
            connection.request("POST", "/v1/evaluate", asking(self.name_of_policy, sent_by="post"), headers)
            answer = connection.getresponse()
            body = json.loads(answer.read())
            if answer.status != 200:
                self.wrong.append(body)
                return
            (decision,) = body["decisions"]
            action = decision["actions"][0]
            (used,) = body["policies"]
            whole = (answer.headers["Dunning-Policies"], used["digest"], decision["digest"], action["fee"])
            if not self.seen or self.seen[-1] != whole:
                self.seen.append(whole)


def known(service_rules, fee):
    """What answers from that set say: its digest, each policy's, and the fee."""
    store = PolicyStore(service_rules)
    store.load()
    served = store.served
    return {
        name: (
            served.digest,
            served.policies[name].revisions[-1].digest,
            served.policies[name].revisions[-1].digest,
            fee,
        )
        for name in served.policies
    }


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A running service, whose folder is a link to one of two sets; gives the service, the link and the sets."""
    place = tmp_path_factory.mktemp("live")
    found = {fee: lay(place / f"set-{fee}", fee) for fee in ("60.00", "45.00")}
    rules = place / "rules"
    rules.symlink_to(found["60.00"])
    with running(rules) as service:
        yield service, rules, found


def until(true):
    """Wait until it is; whether it has become so."""
    end = time.monotonic() + LONGEST
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_under_load_every_answer_is_of_one_set(live):
    service, rules, found = live
    expected = {fee: known(folder, fee) for fee, folder in found.items()}
    asking_now = [Asking(service, name) for name in (*NAMES, *NAMES)]
    for one in asking_now:
        one.start()
    for turn in range(6):
        link(rules, found["45.00" if turn % 2 == 0 else "60.00"])
        if turn % 3 == 2:
            service.wait_for("policies loaded")
        else:
            time.sleep(0.11)  # and once more before that has been taken
    link(rules, found["45.00"])
    assert until(lambda: service.ask()[1]["Dunning-Policies"] == expected["45.00"][NAMES[0]][0])
    time.sleep(0.1)
    for one in asking_now:
        one.done.set()
    for one in asking_now:
        one.join(LONGEST)
    assert service.process.poll() is None
    assert [one.wrong for one in asking_now] == [[]] * len(asking_now)
    for one in asking_now:
        assert set(one.seen) <= {of[one.name_of_policy] for of in expected.values()}
        assert len(one.seen) > 1  # the sets did change while it asked
        assert one.seen[-1] == expected["45.00"][one.name_of_policy]


def test_files_that_are_written_in_place_are_never_taken_half(live, tmp_path):
    """Torn files do not pass, or were not taken: whatever is served is some whole text that was written."""
    service, rules, _ = live
    digests = {}
    for fee in sorted(FEES):
        for name, of in known(lay(tmp_path / fee, fee), fee).items():
            digests[name, fee] = of[1]
    asking_now = [Asking(service, name) for name in NAMES]
    for one in asking_now:
        one.start()
    for turn in range(14):
        fee = sorted(FEES)[turn % 3]
        for name in NAMES:
            text = policy(name, fee)
            with (rules / f"{name}.yaml").open("w", encoding="utf-8") as file:
                for start in range(0, len(text), 1500):
                    file.write(text[start : start + 1500])
                    file.flush()
                    os.fsync(file.fileno())
        time.sleep(0.4 if turn % 4 == 3 else 0.02)
    assert until(lambda: service.ask()[1]["Dunning-Policies"] == known(rules, fee)[NAMES[0]][0])
    for one in asking_now:
        one.done.set()
    for one in asking_now:
        one.join(LONGEST)
    for one in asking_now:
        assert one.wrong == []
        assert {(fee, digest) for _, digest, _, fee in one.seen} <= {
            (fee, digest) for (name, fee), digest in digests.items() if name == one.name_of_policy
        }


def test_a_broken_file_is_told_and_the_old_policies_go_on(live):
    service, rules, _ = live
    lay(rules)
    assert until(lambda: service.ask()[1]["Dunning-Policies"] == known(rules, "60.00")[NAMES[0]][0])
    file = rules / "fakturaservice.yaml"
    good = service.evaluate()
    before = json.loads(service.ask("GET", "/readyz")[2])["generation"]
    logged = len(service.lines)
    file.write_text(policy("fakturaservice", "60.00").replace("action: remind", "action: remnid"), "utf-8")
    refused = service.wait_for("policies refused")
    assert refused["still_served"]
    assert {"code": "DE206", "severity": "error", "file": file.as_posix()}.items() <= refused["problems"][0].items()
    status, _, body = service.ask("GET", "/readyz")
    told = json.loads(body)
    assert (status, told["ready"], told["stale"], told["generation"]) == (200, True, True, before)
    assert told["problems"][0]["line"] == refused["problems"][0]["line"]
    assert b"\ndunning_policies_stale 1.0\n" in service.ask("GET", "/metrics")[2]
    assert service.evaluate()[2] == good[2]
    file.write_text(policy("fakturaservice", "45.00"), "utf-8")
    assert service.wait_for("policies loaded", generation=before + 1)
    assert b"\ndunning_policies_stale 0.0\n" in service.ask("GET", "/metrics")[2]
    told = json.loads(service.ask("GET", "/readyz")[2])
    assert (told["stale"], told["problems"], told["generation"]) == (False, [], before + 1)
    assert json.loads(service.evaluate(asking(sent_by="post"))[2])["decisions"][0]["actions"][0]["fee"] == "45.00"
    assert sum('"policies refused"' in line for line in service.lines[logged:]) == 1


def test_every_worker_takes_the_new_policies(rules, tmp_path):
    figures = tmp_path / "figures"
    figures.mkdir()
    with running(rules, "--workers", "2", TMPDIR=str(figures)) as service:

        def figure(name, value):
            return f"\ndunning_policies_{name} {value}\n".encode() in service.ask("GET", "/metrics")[2]

        assert until(lambda: figure("generation", "1.0"))  # the least of the workers: both have loaded
        (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", "45.00"), "utf-8")
        assert until(lambda: figure("generation", "2.0"))
        expected = known(rules, "45.00")["fakturaservice"]
        answers = [service.evaluate(asking(sent_by="post")) for _ in range(40)]  # each over a connection of its own
        assert {headers["Dunning-Policies"] for _, headers, _ in answers} == {expected[0]}
        assert {json.loads(body)["decisions"][0]["actions"][0]["fee"] for *_, body in answers} == {"45.00"}
        decided = [file.name for file in figures.glob("*/counter_*.db") if b"invoices_decided" in file.read_bytes()]
        assert len(decided) == 2  # both have answered
        assert figure("stale", "0.0")
        (rules / "fakturaservice.yaml").write_text("policy: fakturaservice\n", "utf-8")
        for _ in range(2):  # each worker says so
            assert service.wait_for("policies refused")["still_served"]
        assert figure("stale", "1.0")
        told = [json.loads(service.ask("GET", "/readyz")[2]) for _ in range(40)]
        assert {(one["ready"], one["stale"], one["generation"]) for one in told} == {(True, True, 2)}
        assert {service.evaluate(asking(sent_by="post"))[0] for _ in range(10)} == {200}
        (rules / "fakturaservice.yaml").write_text(policy("fakturaservice", "30.00"), "utf-8")
        assert until(lambda: figure("generation", "3.0"))
        assert figure("stale", "0.0")
        code, log = service.stop()
    assert code == 0
    assert [line for line in complaints(log) if "policies refused" not in line] == []

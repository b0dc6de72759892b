"""A page's state: what follows from typing, saving, and others who write the same file."""

import asyncio
import errno
import inspect
import os
import shutil
from datetime import date

import pytest

from dunning_engine.resources import rules_directory
from dunning_engine.studio.desk import Desk
from dunning_engine.studio.drafts import drop_draft, find_draft
from dunning_engine.studio.newest import Newest
from dunning_engine.studio.paper import Outcome, Saving
from dunning_engine.studio.policy_files import earlier_of
from dunning_engine.studio.seats import Seats

DAY = date(2026, 3, 1)
FEE = "fee: 60.00"


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr("dunning_engine.studio.newest.QUIET", 0.005)


@pytest.fixture
def folder(tmp_path):
    """A policy, one that continues in it, and one besides: enough, and checked fast."""
    place = tmp_path / "rules"
    place.mkdir()
    for name in ("fakturaservice", "fakturabelaning", "factoring"):
        shutil.copy(rules_directory() / f"{name}.yaml", place)
    return place


@pytest.fixture
def file(folder):
    return folder / "fakturaservice.yaml"


def desk_of(folder, seats=None, **more):
    first = next(iter(sorted(folder.glob("*.yaml"))))
    return Desk(folder=folder, file=first, as_of=DAY, seats=seats or Seats(), **more)


async def opened(file, seats=None, **more):
    desk = desk_of(file.parent, seats, **more)
    await desk.open(file)
    await desk.settled()
    return desk


def later(story):
    """Run a coroutine function as a test."""

    def test(**given):
        asyncio.run(story(**given))

    test.__signature__ = inspect.signature(story)
    test.__name__, test.__doc__ = story.__name__, story.__doc__
    return test


@later
async def test_what_is_typed_is_checked_among_the_others(file):
    desk = await opened(file)
    assert desk.problems == ()
    assert desk.policies is desk.saved_policies
    assert desk.policy_name == "fakturaservice"
    told = []
    desk.on("checked", lambda: told.append(desk.checked_text))
    await desk.set_text(desk.text.replace(FEE, "fea: 60.00"))
    await desk.settled()
    assert [(one.code, one.span.file) for one in desk.problems] == [("DE204", desk.shown)]
    assert desk.policies is None
    assert desk.last_policies is desk.saved_policies
    assert list(desk.last_policies) == ["factoring", "fakturabelaning", "fakturaservice"]
    assert told == [desk.text]
    await desk.set_text(desk.text.replace("policy: fakturaservice", "policy: another").replace("fea:", "fee:"))
    await desk.settled()
    other = desk.shown_as(file.parent / "fakturabelaning.yaml")
    assert [(one.code, one.span.file) for one in desk.problems] == [("DE371", other)]


@later
async def test_the_newest_text_wins(file):
    desk = await opened(file)
    told = []
    desk.on("checked", lambda: told.append(desk.checked_text))
    texts = [f"{desk.text}# {n}\n" for n in range(5)]
    for text in texts:
        await desk.set_text(text)
    await desk.settled()
    assert told[-1] == texts[-1]
    assert find_draft(file).text == texts[-1]


@later
async def test_saving_writes_what_passes_and_keeps_what_was(file):
    desk = await opened(file)
    before = file.read_bytes()
    await desk.set_text(desk.text.replace(FEE, "fea: 60.00"))
    assert (await desk.save()).outcome is Outcome.PROBLEMS
    assert file.read_bytes() == before
    assert desk.unsaved
    await desk.set_text(desk.text.replace("fea: 60.00", "fee: 50.00"))
    assert (await desk.save()).outcome is Outcome.SAVED
    assert file.read_bytes() == before.replace(b"fee: 60.00", b"fee: 50.00")
    assert earlier_of(file)[0].path.read_bytes() == before
    assert not desk.unsaved
    assert find_draft(file) is None
    assert (await desk.save()).outcome is Outcome.SAME
    await desk.settled()
    assert desk.saved_policies is not None
    assert desk.saved_policies["fakturaservice"].revisions == desk.policies["fakturaservice"].revisions


@later
async def test_an_error_that_another_file_had_before_stops_nothing(file):
    (file.parent / "factoring.yaml").write_text("policy: factoring\n")
    desk = await opened(file)
    assert desk.problems
    assert desk.errors == ()
    await desk.set_text(desk.text.replace(FEE, "fee: 50.00"))
    assert (await desk.save()).outcome is Outcome.SAVED


@later
async def test_an_error_that_this_text_brings_about_elsewhere_stops_it(file):
    desk = await opened(file)
    await desk.set_text(desk.text.replace("policy: fakturaservice", "policy: another"))
    assert (await desk.save()).outcome is Outcome.PROBLEMS
    assert [one.span.file for one in desk.errors] == [desk.shown_as(file.parent / "fakturabelaning.yaml")]


@later
async def test_unsaved_text_is_brought_back(file):
    first = await opened(file)
    await first.set_text(first.text + "# mine\n")
    await first.settled()  # and then the program is killed
    second = await opened(file)
    assert second.text == first.text
    assert second.restored is not None
    assert second.theirs is None
    await second.take_theirs()
    assert second.text == second.saved
    assert earlier_of(file)[0].path.read_text().endswith("# mine\n")
    third = await opened(file)
    assert third.restored is None


@later
async def test_leaving_keeps_what_was_typed_last(file):
    desk = await opened(file)
    await desk.set_text(desk.text + "# mine\n")
    await desk.close()
    assert find_draft(file).text.endswith("# mine\n")


@later
async def test_another_file_and_back_again(file):
    desk = await opened(file)
    await desk.set_text(desk.text + "# mine\n")
    await desk.open(file.parent / "factoring.yaml")
    await desk.settled()
    assert desk.policy_name == "factoring"
    await desk.open(file)
    assert desk.text.endswith("# mine\n")


@later
async def test_what_changed_on_the_disk_is_shown_where_nothing_was_typed(file):
    desk = await opened(file)
    file.write_text(desk.text + "# theirs\n")
    await desk.look()
    assert desk.text.endswith("# theirs\n")
    assert desk.theirs is None


@pytest.mark.parametrize("keep", [True, False])
def test_both_texts_remain_where_two_have_changed_a_file(file, keep):
    async def story():
        desk = await opened(file)
        before = desk.text
        await desk.set_text(before + "# mine\n")
        file.write_text(before + "# theirs\n")
        assert (await desk.save()).outcome is Outcome.CHANGED
        assert (desk.theirs.text, desk.text) == (before + "# theirs\n", before + "# mine\n")
        assert (await desk.save()).outcome is Outcome.CHANGED
        await (desk.keep_mine() if keep else desk.take_theirs())
        assert desk.text == before + ("# mine\n" if keep else "# theirs\n")
        if keep:
            assert (await desk.save()).outcome is Outcome.SAVED
        held = {one.path.read_text() for one in earlier_of(file)}
        assert before + ("# theirs\n" if keep else "# mine\n") in held

    asyncio.run(story())


@later
async def test_a_draft_of_a_file_that_has_changed_since_is_asked_about(file):
    first = await opened(file)
    await first.set_text(first.text + "# mine\n")
    await first.settled()
    file.write_text(first.saved + "# theirs\n")
    second = await opened(file)
    assert second.text.endswith("# mine\n")
    assert second.theirs.text.endswith("# theirs\n")
    assert (await second.save()).outcome is Outcome.CHANGED


@later
async def test_a_file_that_is_gone_can_be_written_again(file):
    desk = await opened(file)
    file.unlink()
    await desk.look()
    assert desk.gone
    assert (await desk.save()).outcome is Outcome.CHANGED
    await desk.keep_mine()
    assert (await desk.save()).outcome is Outcome.SAVED
    assert file.read_text() == desk.text


@later
async def test_one_page_at_a_time_writes_a_file(file):
    seats, there = Seats(), {"first": True}
    first = await opened(file, seats, is_there=lambda: there["first"])
    await first.set_text(first.text + "# first\n")
    second = await opened(file, seats)
    assert second.elsewhere
    assert not second.writable
    await second.set_text("x")
    assert second.text != "x"
    await second.take_over()
    assert second.text.endswith("# first\n")
    assert first.elsewhere
    assert (await first.save()).outcome is Outcome.ELSEWHERE
    there["first"] = False
    await second.close()
    third = await opened(file, seats)
    assert third.writable


@later
async def test_a_page_that_nobody_looks_at_gives_way(file):
    seats = Seats()
    first = await opened(file, seats, is_there=lambda: False)
    await first.set_text(first.text + "# first\n")
    second = await opened(file, seats)
    assert second.writable
    assert second.text.endswith("# first\n")


@later
async def test_text_that_only_the_browser_had_comes_back(file):
    desk = await opened(file)
    text = desk.text + "# browser\n"
    assert await desk.bring_back(text, desk.base)
    assert desk.restored is not None
    assert not await desk.bring_back(desk.text, desk.base)
    await desk.set_text(text)
    assert await desk.bring_back("other", "another base")
    assert desk.theirs is not None
    assert text in [one.path.read_text() for one in earlier_of(file)]


@pytest.mark.parametrize("data", [b"title: \xe5\n", b"\xff\xfea\x00"])
def test_what_is_not_utf_8_is_only_shown(file, data):
    async def story():
        file.write_bytes(data)
        desk = await opened(file)
        assert not desk.writable
        assert {one.code for one in desk.problems} >= {"DE101"}
        await desk.set_text("x")
        assert (await desk.save()).outcome is Outcome.ELSEWHERE
        assert file.read_bytes() == data
        assert find_draft(file) is None

    asyncio.run(story())


@later
async def test_law_is_only_shown(file):
    shutil.copytree(rules_directory() / "law", file.parent / "law")
    desk = await opened(file)
    await desk.open(file.parent / "law" / "se-fees.yaml")
    assert not desk.writable


def test_a_disk_that_is_full_is_said_and_loses_nothing(file, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def story():
        desk = await opened(file)
        monkeypatch.setattr(os, "fsync", full)
        await desk.set_text(desk.text.replace(FEE, "fee: 50.00"))
        await desk.settled()
        assert desk.not_kept == "No space left on device"
        saving = await desk.save()
        assert (saving.outcome, saving.detail) == (Outcome.FAILED, "No space left on device")
        assert "fee: 50.00" in desk.text
        assert FEE in file.read_text()
        monkeypatch.undo()
        assert (await desk.save()).outcome is Outcome.SAVED
        assert desk.not_kept is None

    asyncio.run(story())


@later
async def test_invoice_and_day(file):
    desk = await opened(file)
    assert desk.invoice_problems == ()
    assert desk.invoice_read.issued_on == DAY
    told = []
    desk.on("invoice", lambda: told.append("invoice"))
    desk.on("day", lambda: told.append("day"))
    await desk.set_invoice({**desk.invoice, "amount": "many"})
    assert [one.fact for one in desk.invoice_problems] == ["amount"]
    await desk.choose_day(date(2026, 4, 1))
    assert (desk.chosen_day, told) == (date(2026, 4, 1), ["invoice", "day"])


@later
async def test_who_fails_to_listen_stops_nobody(file, caplog):
    desk = await opened(file)
    told = []

    async def listens():
        told.append(desk.language)

    desk.on("language", lambda: 1 / 0)
    desk.on("language", listens)
    await desk.set_language("en")
    assert told == ["en"]
    assert "ZeroDivisionError" in caplog.text


@later
async def test_work_is_done_once_for_much_asking_and_again_for_what_is_asked_meanwhile():
    done = []
    going = asyncio.Event()

    async def work():
        done.append(len(done))
        going.set()
        await asyncio.sleep(0.01)

    newest = Newest(work, quiet=0.005, rounds=3)
    for _ in range(5):
        newest.ask()
    await going.wait()
    newest.ask()
    await newest.settled()
    assert done == [0, 1]


@later
async def test_a_page_takes_its_place_once_the_other_has_gone(file):
    seats, there = Seats(), {"first": True}
    first = await opened(file, seats, is_there=lambda: there["first"])
    await first.set_text(first.text + "# first\n")
    second = await opened(file, seats)
    await second.look()
    assert second.elsewhere
    there["first"] = False
    await second.look()
    assert second.writable
    assert second.restored is not None
    assert second.text.endswith("# first\n")


@later
async def test_a_file_that_is_gone_is_not_written_again_with_a_broken_text(file):
    desk = await opened(file)
    file.unlink()
    await desk.look()
    await desk.keep_mine()
    await desk.set_text(desk.text.replace(FEE, "fea: 60.00"))
    assert (await desk.save()).outcome is Outcome.PROBLEMS
    assert [one.code for one in desk.errors] == ["DE204"]
    assert not file.exists()


@later
async def test_a_file_that_was_gone_before_is_shown_with_its_draft(file):
    first = await opened(file)
    await first.set_text(first.text + "# mine\n")
    await first.settled()
    file.unlink()
    second = await opened(file)
    assert second.gone
    assert second.text.endswith("# mine\n")
    assert (await second.save()).outcome is Outcome.CHANGED
    await second.keep_mine()
    await second.look()
    assert not second.gone
    assert (await second.save()).outcome is Outcome.SAVED


@later
async def test_the_check_of_saving_is_among_the_files_as_they_are_then(file):
    first = file.parent / "fakturabelaning.yaml"
    desk = await opened(first)
    await desk.set_text(desk.text + "# mine\n")
    await desk.settled()
    assert desk.errors == ()
    await desk.set_text(desk.text.replace("continue_in: fakturaservice", "continue_in: another"))
    await desk.settled()
    assert desk.errors
    (file.parent / "another.yaml").write_text(file.read_text().replace("policy: fakturaservice", "policy: another"))
    assert (await desk.save()).outcome is Outcome.SAVED


@later
async def test_nothing_is_saved_that_could_not_be_checked(file, monkeypatch):
    desk = await opened(file)
    before = file.read_bytes()
    await desk.set_text(desk.text + "# mine\n")

    def unread(_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("dunning_engine.studio.checking.files_in", unread)
    assert (await desk.save()).outcome is Outcome.PROBLEMS
    assert file.read_bytes() == before


@later
async def test_a_file_that_was_made_read_only_is_left_alone(file, monkeypatch):
    desk = await opened(file)
    before = file.read_bytes()
    await desk.set_text(desk.text + "# mine\n")
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever tests as root may write everything
    assert await desk.save() == Saving(Outcome.FAILED, os.strerror(errno.EACCES))
    assert file.read_bytes() == before
    await desk.settled()
    assert find_draft(file).text == desk.text


@later
async def test_a_file_in_another_encoding_can_be_written_over_once_somebody_says_so(file):
    desk = await opened(file)
    await desk.set_text(desk.text + "# mine\n")
    await desk.settled()
    file.write_bytes(b"title: \xe5\n")
    again = await opened(file)
    assert again.theirs is not None
    await again.keep_mine()
    assert again.writable
    assert (await again.save()).outcome is Outcome.SAVED
    assert b"title: \xe5\n" in [one.path.read_bytes() for one in earlier_of(file)]


@later
async def test_another_file_is_not_opened_before_what_was_typed_is_kept(file, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = await opened(file)
    other = await opened(file.parent / "factoring.yaml")
    await desk.set_text(desk.text + "# mine\n")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            await desk.open(other.file)
        assert desk.file == file
        assert desk.text.endswith("# mine\n")
        assert desk.not_kept is not None
    await desk.look()
    await desk.settled()
    assert desk.not_kept is None
    assert find_draft(file).text.endswith("# mine\n")


@later
async def test_what_is_typed_while_another_page_takes_over_is_put_aside(file):
    seats = Seats()
    first, second = await opened(file, seats), await opened(file, seats)
    await asyncio.gather(second.take_over(), first.set_text(first.text + "# late\n"))
    await first.set_text(first.text + "# later\n")
    await second.take_over()  # pressed twice: what was typed since stays
    texts = {second.text, *(one.path.read_text() for one in earlier_of(file))}
    assert any(text.endswith("# later\n") for text in texts)
    assert any("# late\n" in text for text in texts)


def test_what_is_kept_may_be_read_by_those_who_may_read_the_file(file):
    async def story():
        file.chmod(0o600)
        file.parent.chmod(0o700)
        desk = await opened(file)
        await desk.set_text(desk.text + "# mine\n")
        await desk.settled()
        draft = find_draft(file).path
        assert (await desk.save()).outcome is Outcome.SAVED
        await desk.set_text(desk.text + "# more\n")
        await desk.settled()
        for place in (draft, find_draft(file).path, earlier_of(file)[0].path, file):
            assert not place.exists() or place.stat().st_mode & 0o777 == 0o600
            assert place.parent.stat().st_mode & 0o777 == 0o700

    asyncio.run(story())


@later
async def test_what_is_typed_while_the_text_is_given_up_is_put_aside(file, monkeypatch):
    desk = await opened(file)
    await desk.set_text(desk.text + "# mine\n")
    await desk.settled()
    loop = asyncio.get_running_loop()

    def dropping(*given):
        if "# last" not in desk.text:
            asyncio.run_coroutine_threadsafe(desk.set_text(desk.text + "# last\n"), loop).result()
        drop_draft(*given)

    monkeypatch.setattr("dunning_engine.studio.paper.drop_draft", dropping)
    await desk.take_theirs()
    assert desk.text == desk.saved
    assert any(one.path.read_text().endswith("# last\n") for one in earlier_of(file))

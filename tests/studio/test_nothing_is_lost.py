"""Pages, a second program and somebody else's editor on the same files, in any order: no text is lost, none is written over.

A text counts from when it was typed until the same page has typed over it, and what lies in a file from when it was written there
until somebody else's editor writes over it. It must be in the file, in a draft or among the earlier versions.
"""

import asyncio
import random
from datetime import date

import pytest

from dunning_engine.policy.load import Checked
from dunning_engine.problems import Problem
from dunning_engine.studio.checking import Looked
from dunning_engine.studio.desk import Desk
from dunning_engine.studio.policy_files import bytes_of, earlier_of, opened, save_file
from dunning_engine.studio.seats import Seats

STEPS, WALKS = 60, 40
BROKEN = Problem(code="DE200", message="broken")
ENDS = ["", "\ufeff", "\r\n"]


def look_at(_folder, _file, data):
    """A check that takes no time: what has ``broken`` in it does not pass."""
    return Looked(Checked(None, (BROKEN,) if b"broken" in data else ()), Checked(None, ()), None)


class World:
    """Two files, two pages of one program and one of another, and what must not be lost: for each file texts of both kinds."""

    def __init__(self, folder, seed):
        self.random = random.Random(seed)  # noqa: S311 - the same walk each time
        self.folder = folder
        self.files = [folder / "a.yaml", folder / "b.yaml"]
        self.seats = [Seats(), Seats()]
        self.written = {file: set() for file in self.files}
        self.typed = {file: set() for file in self.files}
        self.count = 0
        self.full = False
        self.there = [True] * 3
        self.told = []
        self.every = []
        self.desks = [self.desk(at) for at in range(3)]

    def desk(self, at):
        made = Desk(
            folder=self.folder,
            file=self.files[0],
            as_of=date(2026, 3, 1),
            seats=self.seats[at // 2],
            is_there=lambda: self.there[at],
        )
        self.every.append(made)
        return made

    def new(self, kind):
        self.count += 1
        return f"{kind} {self.count}{self.random.choice(['', ' broken'])}\nå\n"

    # What is done

    async def type(self, at, text=None, *, over=True):
        desk, file = self.desks[at], self.desks[at].file
        text = text or self.new("typed")
        if desk.writable:
            if over:
                self.typed[file].discard(desk.text)
            self.typed[file].add(text)
        await desk.set_text(text)
        self.typed[file].add(text)  # of a page that only shows the file, too

    async def save(self, at):
        await self.desks[at].save()

    def write_whole(self, before, data):
        """What saving does in the end, remembered."""
        assert b"broken" not in data
        lay = before.path.read_bytes() if before.path.exists() else None
        saved = save_file(before, data)
        assert lay == (None if before.gone else before.data)
        self.written[before.path].add(saved.text)
        self.typed[before.path].discard(saved.text)
        return saved

    async def open(self, at):
        await self.desks[at].open(self.random.choice(self.files))

    async def look(self, at):
        await self.desks[at].look()

    async def take_over(self, at):
        await self.desks[at].take_over()

    async def keep_mine(self, at):
        await self.desks[at].keep_mine()

    async def take_theirs(self, at):
        await self.desks[at].take_theirs()

    async def bring_back(self, at):
        desk, text = self.desks[at], self.new("brought")
        if await desk.bring_back(text, self.random.choice([desk.base, "0" * 64])) and desk is self.desks[at]:
            await self.type(at, text, over=False)

    async def leave(self, at):
        """The page is closed, or its socket is, and loaded anew."""
        self.there[at] = not self.there[at]
        if self.random.random() < 0.5:
            self.there[at] = True
            old, self.desks[at] = self.desks[at], self.desk(at)
            await asyncio.gather(old.close(), self.desks[at].open(old.file))

    async def write(self, _):
        """Somebody else's editor writes the file, or takes it away."""
        file = self.random.choice(self.files)
        if file.exists():
            self.written[file].discard(opened(file, file.read_bytes()).text)
        if self.random.random() < 0.2:
            file.unlink(missing_ok=True)
            return
        text = self.new("outside")
        file.write_bytes(bytes_of(text, self.random.choice(ENDS).encode()))
        self.written[file].add(text)

    # What must hold

    def held(self, file):
        places = [
            file,
            *(one.path for one in earlier_of(file)),
            *file.parent.glob(f".drafts/{file.stem}.*.yaml"),
        ]
        return {opened(place, place.read_bytes()).text for place in places if place.exists()}

    async def settle(self):
        for desk in self.desks:
            await desk.keep_now()
            await desk.settled()

    def check(self):
        for file in self.files:
            lost = (self.written[file] | self.typed[file]) - self.held(file)
            assert not lost, (file.name, lost, [*self.told[-8:]])

    def kill(self):
        """The program ends at once, and is started again; what was typed in the last moment only the browser has."""
        for desk in self.every:
            if desk.text != desk.kept_text:
                self.typed[desk.file].discard(desk.text)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        self.every = []


WAYS = ["type"] * 6 + ["save"] * 3 + ["open", "look"] * 2
WAYS += ["take_over", "keep_mine", "take_theirs", "bring_back", "leave", "write", "write"]


async def walk(world):
    await asyncio.gather(*(desk.open(world.files[0]) for desk in world.desks))
    for _ in range(STEPS):
        chosen = [
            (world.random.choice(WAYS), world.random.randrange(3)) for _ in range(world.random.choice([1, 1, 2, 3]))
        ]
        world.told += [chosen]
        doing = [asyncio.create_task(getattr(world, way)(at)) for way, at in chosen]
        if world.random.random() < 0.05:
            for _ in range(world.random.randrange(6)):
                await asyncio.sleep(0)
            world.told += ["killed"]
            world.kill()
            await asyncio.gather(*doing, return_exceptions=True)
            world.seats = [Seats(), Seats()]
            world.desks = [world.desk(at) for at in range(3)]
            await asyncio.gather(*(desk.open(world.random.choice(world.files)) for desk in world.desks))
        else:
            await asyncio.gather(*doing)
        if world.random.random() < 0.5:
            await world.settle()
            world.check()


@pytest.mark.parametrize("seed", range(WALKS))
def test_no_text_is_lost_whatever_is_done_at_once(tmp_path, monkeypatch, seed):
    later = random.Random(seed)  # noqa: S311 - likewise

    async def to_thread(work, *given):
        """As threads do: sooner or later, and told of later still; but the same whenever it is run."""
        for _ in range(later.randrange(4)):
            await asyncio.sleep(0)
        answer = work(*given)
        for _ in range(later.randrange(4)):
            await asyncio.sleep(0)
        return answer

    monkeypatch.setattr(asyncio, "to_thread", to_thread)
    monkeypatch.setattr("dunning_engine.studio.newest.QUIET", 0)
    monkeypatch.setattr("dunning_engine.studio.desk.look_at", look_at)
    monkeypatch.setattr("os.fsync", lambda _: None)

    async def story():
        for name in ("a", "b"):
            (tmp_path / f"{name}.yaml").write_text(f"policy: {name}\n")
        world = World(tmp_path, seed)
        monkeypatch.setattr("dunning_engine.studio.paper.save_file", world.write_whole)
        await walk(world)

    asyncio.run(story())

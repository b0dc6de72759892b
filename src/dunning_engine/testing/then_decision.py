"""What else a decision says: stage, balance, blockers, what comes next and why; and what has been done so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.problems import Severity
from dunning_engine.testing.values import number, rows
from dunning_engine.testing.vocabulary import phrase

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("then", sv=("återstår {amount} att betala", "{amount} återstår att betala"), en="{amount} is left to pay")
def balance_is(dunning_world: World, amount: int) -> None:
    """The balance: principal, fees and claimed interest, whether or not anything is proposed."""
    got = dunning_world.decided().balance
    dunning_world.expect("balance", format_hundredths(amount), format_hundredths(got))


@phrase("then", sv=('är läget "{stage}"', 'läget är "{stage}"'), en='the stage is "{stage}"')
def stage_is(dunning_world: World, stage: str) -> None:
    """The furthest step taken, or not_due, due, paid, closed, excluded, with_agency."""
    dunning_world.expect("stage", stage, dunning_world.decided().stage)


@phrase(
    "then",
    sv=('är nästa steg "{step}" tidigast {day}', 'nästa steg är "{step}" tidigast {day}'),
    en='the next step is "{step}" on {day} at the earliest',
)
def next_is(dunning_world: World, step: str, day: date) -> None:
    """The step that comes next and its first possible day."""
    following = dunning_world.decided().next
    got = None if following is None else f"{following.step} {following.earliest}"
    dunning_world.expect("next", f"{step} {day}", got)


@phrase("then", sv=("finns inget nästa steg", "inget nästa steg finns"), en="there is no next step")
def no_next(dunning_world: World) -> None:
    """Nothing comes next."""
    dunning_world.expect("next", None, dunning_world.decided().next)


@phrase("then", sv='väntar nästa steg på "{fact}"', en='the next step waits for "{fact}"')
def waits_for(dunning_world: World, fact: str) -> None:
    """The next step lacks this fact and no other."""
    following = dunning_world.decided().next
    dunning_world.expect("waits_for", (fact,), () if following is None else following.waits_for)


@phrase("then", sv=('hindras det av "{code}"', 'det hindras av "{code}"'), en='it is blocked by "{code}"')
def blocked_by(dunning_world: World, code: str) -> None:
    """The one blocker there is, by its code."""
    dunning_world.expect("blockers", [code], _codes(dunning_world))


@phrase("then", sv="hindras det av:", en="it is blocked by:", takes="table")
def blocked_by_all(dunning_world: World, datatable: Table) -> None:
    """These are the blockers, one code a row, in any order."""
    dunning_world.expect("blockers", sorted(row[0] for row in datatable), sorted(_codes(dunning_world)))


@phrase("then", sv=("hindras det inte av något", "inget hindrar det"), en="nothing blocks it")
def not_blocked(dunning_world: World) -> None:
    """There is no blocker."""
    dunning_world.expect("blockers", [], _codes(dunning_world))


@phrase(
    "then",
    sv='säger hindret "{code}" att "{text}"',
    en='the blocker "{code}" says that "{text}"',
    code="too_early",
    text="2026-04-04",
)
def blocker_says(dunning_world: World, code: str, text: str) -> None:
    """The blocker's message in the feature's language contains this."""
    messages = [one.message(dunning_world.language) for one in dunning_world.decided().blockers if one.code == code]
    found = text if any(text in message for message in messages) else messages
    dunning_world.expect("message", text, found)


@phrase("then", sv='får en människa välja "{step}"', en='a person may choose "{step}"')
def allowed(dunning_world: World, step: str) -> None:
    """One of the steps that a person may choose today."""
    choices = dunning_world.decided().allowed
    dunning_world.expect("allowed", step, step if step in choices else choices)


@phrase("then", sv='får ingen människa välja "{step}"', en='nobody may choose "{step}"')
def not_allowed(dunning_world: World, step: str) -> None:
    """None of the steps that a person may choose today."""
    choices = dunning_world.decided().allowed
    dunning_world.expect("allowed", (), (step,) if step in choices else ())


@phrase(
    "then", sv='finns anteckningen "{text}"', en='there is the note "{text}"', text=("Ring på måndag", "Call on Monday")
)
def note(dunning_world: World, text: str) -> None:
    """The decision shows this note."""
    notes = dunning_world.decided().notes
    dunning_world.expect("notes", text, text if text in notes else notes)


@phrase(
    "then",
    sv='nämner förklaringen "{text}"',
    en='the explanation mentions "{text}"',
    text=("7 dagar efter förfallodagen", "7 days after the due date"),
)
def explained(dunning_world: World, text: str) -> None:
    """A line of the explanation, in the feature's language, contains this."""
    lines = dunning_world.decided().explain(dunning_world.language)
    dunning_world.expect("explanation", text, text if any(text in line for line in lines) else lines)


@phrase(
    "then", sv=("gäller revisionen från {day}", "revisionen från {day} gäller"), en="the revision from {day} applies"
)
def revision_is(dunning_world: World, day: date) -> None:
    """The policy's revision that the invoice follows."""
    dunning_world.expect("revision", day, dunning_world.decided().revision)


@phrase("then", sv="når så många fakturor varje steg:", en="so many invoices reach each step:", takes="table")
def reached(dunning_world: World, datatable: Table) -> None:
    """How many of the invoices took each step: step and number, all steps named."""
    wanted = {row["step"]: number(row["number"]) for row in rows(datatable, "step", "number")}
    dunning_world.expect("counts", wanted, dunning_world.counts)


@phrase("then", sv="är policyn felfri", en="the policy has no problems")
def policy_sound(dunning_world: World) -> None:
    """The check finds no errors in the policy."""
    errors = dunning_world.policies.problems(Severity.ERROR)
    dunning_world.expect("problems", [], [problem.code for problem in errors])


@phrase(
    "then",
    sv='har policyn felet "{code}" på raden "{text}"',
    en='the policy has the problem "{code}" on the line "{text}"',
    code="DE410",
    text="fee: 70.00",
)
def policy_problem(dunning_world: World, code: str, text: str) -> None:
    """The check finds this one error, and the line it points at says this."""
    _expect_problem(dunning_world, "problems", Severity.ERROR, code, text)


@phrase(
    "then",
    sv='har policyn varningen "{code}" på raden "{text}"',
    en='the policy has the warning "{code}" on the line "{text}"',
    code="DE429",
    text="advance_percent: 50",
)
def policy_warning(dunning_world: World, code: str, text: str) -> None:
    """The check warns of this one thing, and the line it points at says this; the policy may be used."""
    _expect_problem(dunning_world, "warnings", Severity.WARNING, code, text)


@phrase("then", sv="har policyn inga varningar", en="the policy has no warnings")
def no_warnings(dunning_world: World) -> None:
    """The check warns of nothing."""
    warnings = dunning_world.policies.problems(Severity.WARNING)
    dunning_world.expect("warnings", [], [problem.code for problem in warnings])


@phrase("then", sv='avvisas fakturan för "{fact}"', en='the invoice is refused for "{fact}"')
def refused(dunning_world: World, fact: str) -> None:
    """The invoice's facts do not fit, and this is the one that is wrong."""
    dunning_world.expect("refused", [fact], [problem.fact for problem in dunning_world.refusals])


@phrase(
    "then",
    sv='avvisas fakturan med felet "{code}"',
    en='the invoice is refused with the problem "{code}"',
    code="DE516",
)
def refused_with(dunning_world: World, code: str) -> None:
    """The invoice's facts do not fit, and this is the one problem's code."""
    dunning_world.expect("refused", [code], [problem.code for problem in dunning_world.refusals])


def _codes(world: World) -> list[str]:
    return [blocker.code for blocker in world.decided().blockers]


def _expect_problem(world: World, thing: str, severity: Severity, code: str, line: str) -> None:
    found = world.policies.problems(severity)
    got = [f"{problem.code} {(problem.excerpt or '').partition(' #')[0].strip()}" for problem in found]
    world.expect(thing, [f"{code} {line.strip()}"], got)

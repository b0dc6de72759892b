"""What is proposed: the step, its amounts and days, how it is sent, what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.money import format_hundredths
from dunning_engine.testing.values import rows
from dunning_engine.testing.vocabulary import phrase
from dunning_engine.testing.world import STEP_ACTIONS

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.testing.world import World

    Table = list[list[str]]


@phrase("then", sv='föreslås "{step}"', en='"{step}" is proposed')
def proposed(dunning_world: World, step: str) -> None:
    """The step that is proposed, and no other is."""
    dunning_world.expect("steps", [step], [action.step for action in dunning_world.step_actions()])


@phrase("then", sv="föreslås inget steg", en="no step is proposed")
def no_step_proposed(dunning_world: World) -> None:
    """No step of the ladder is proposed; there may be other actions."""
    dunning_world.expect("steps", [], [action.key for action in dunning_world.step_actions()])


@phrase("then", sv='ombeds uppdragsgivaren om "{fact}"', en='the client is asked for "{fact}"')
def asked_for(dunning_world: World, fact: str) -> None:
    """The client is asked for this fact and no other."""
    dunning_world.expect("requests", [fact], _requests(dunning_world))


@phrase("then", sv="ombeds uppdragsgivaren inte om något", en="the client is asked for nothing")
def asked_for_nothing(dunning_world: World) -> None:
    """No fact is asked for."""
    dunning_world.expect("requests", [], _requests(dunning_world))


@phrase("then", sv=("är avgiften {amount}", "avgiften är {amount}"), en="the fee is {amount}")
def fee_is(dunning_world: World, amount: int) -> None:
    """The proposed step's own fee."""
    _amount(dunning_world, "fee", amount)


@phrase("then", sv=("är räntan {amount}", "räntan är {amount}"), en="the interest is {amount}")
def interest_is(dunning_world: World, amount: int) -> None:
    """The interest that the proposed step states: all that is accrued and unpaid."""
    _amount(dunning_world, "interest", amount)


@phrase(
    "then",
    sv=("är förseningsersättningen {amount}", "förseningsersättningen är {amount}"),
    en="the late-payment compensation is {amount}",
)
def compensation_is(dunning_world: World, amount: int) -> None:
    """The part of the proposed step's fee that is late-payment compensation."""
    _amount(dunning_world, "late_compensation", amount)


@phrase("then", sv=("är kapitalet {amount}", "kapitalet är {amount}"), en="the principal is {amount}")
def principal_is(dunning_world: World, amount: int) -> None:
    """The principal that the proposed step claims."""
    _amount(dunning_world, "principal", amount)


@phrase(
    "then", sv=("är tidigare avgifter {amount}", "tidigare avgifter är {amount}"), en="the earlier fees are {amount}"
)
def fees_before_are(dunning_world: World, amount: int) -> None:
    """Fees of earlier steps that are still owed."""
    _amount(dunning_world, "fees_before", amount)


@phrase("then", sv=("ska {amount} betalas", "summan att betala är {amount}"), en="{amount} is to be paid")
def amount_to_pay_is(dunning_world: World, amount: int) -> None:
    """Principal, earlier fees, fee and interest together."""
    _amount(dunning_world, "amount_to_pay", amount)


@phrase("then", sv=("ska det betalas senast {day}", "det ska betalas senast {day}"), en="it is to be paid by {day}")
def pay_by_is(dunning_world: World, day: date) -> None:
    """The last day to pay that the proposed step gives."""
    dunning_world.expect("pay_by", day, dunning_world.step_action().pay_by)


@phrase("then", sv=('skickas det med "{channel}"', 'det skickas med "{channel}"'), en='it is sent by "{channel}"')
def sent_by(dunning_world: World, channel: str) -> None:
    """How the proposed step is sent."""
    dunning_world.expect("send_by", channel, dunning_world.step_action().send_by)


@phrase("then", sv=('skickas det till "{address}"', 'det skickas till "{address}"'), en='it is sent to "{address}"')
def sent_to(dunning_world: World, address: str) -> None:
    """Where the proposed step is sent."""
    dunning_world.expect("send_to", address, dunning_world.step_action().send_to)


@phrase("then", sv='är åtgärden "{action}"', en='the action is "{action}"')
def action_is(dunning_world: World, action: str) -> None:
    """What the proposed step does."""
    dunning_world.must_know_actions([action])
    dunning_world.expect("action", action, dunning_world.step_action().action)


@phrase(
    "then",
    sv=("ska en människa godkänna det", "en människa ska godkänna det"),
    en="a person is to approve it",
)
def needs_approval(dunning_world: World) -> None:
    """The proposed step waits for a person."""
    dunning_world.expect("approval", "manual", dunning_world.step_action().approval)


@phrase("then", sv=("sker det automatiskt", "det sker automatiskt"), en="it happens automatically")
def automatic(dunning_world: World) -> None:
    """The proposed step is carried out without a person."""
    dunning_world.expect("approval", "automatic", dunning_world.step_action().approval)


@phrase("then", sv=('är nyckeln "{key}"', 'nyckeln är "{key}"'), en='the key is "{key}"')
def key_is(dunning_world: World, key: str) -> None:
    """The proposed step's key, the same however often it is proposed."""
    dunning_world.expect("key", key, dunning_world.step_action().key)


@phrase("then", sv='hänvisar det till "{law}"', en='it refers to "{law}"')
def refers_to(dunning_world: World, law: str) -> None:
    """One of the paragraphs that the proposed step stands on."""
    paragraphs = dunning_world.step_action().law
    dunning_world.expect("law", law, law if law in paragraphs else paragraphs)


@phrase("then", sv="räknas räntan så här:", en="the interest is counted like this:", takes="table")
def interest_periods(dunning_world: World, datatable: Table) -> None:
    """The interest's periods, in order, compared in the columns given: from, to, days, rate, principal, amount."""
    wanted = rows(datatable)
    dunning_world.must_know(wanted[0], ("from", "to", "days", "rate", "principal", "amount"))
    got = [
        {
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "days": str(period.days),
            "rate": format_hundredths(period.rate),
            "principal": format_hundredths(period.principal),
            "amount": format_hundredths(period.amount),
        }
        for period in dunning_world.step_action().interest_periods
    ]
    dunning_world.expect("periods", wanted, [{name: row[name] for name in wanted[0]} for row in got])


def _amount(world: World, thing: str, wanted: int) -> None:
    got: int = getattr(world.step_action(), thing)
    world.expect(thing, format_hundredths(wanted), format_hundredths(got))


def _requests(world: World) -> list[str | None]:
    others = [action for action in world.decided().actions if action.action not in STEP_ACTIONS]
    return [action.fact for action in others if action.action == "request_information"]

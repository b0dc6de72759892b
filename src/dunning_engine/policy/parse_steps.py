"""The ladder: every step typed, and once more for each override with its changes applied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dunning_engine.policy.draft import Ladder, Rung
from dunning_engine.policy.model import (
    ActionKind,
    Anchor,
    Approval,
    Channel,
    Choice,
    Days,
    Delay,
    Fee,
    Otherwise,
    Override,
    Step,
)
from dunning_engine.policy.parse_condition import parse_condition
from dunning_engine.policy.reading import Fields, word_of
from dunning_engine.text.suggest import did_you_mean

if TYPE_CHECKING:
    from dunning_engine.policy.condition import Condition
    from dunning_engine.policy.reading import Reading
    from dunning_engine.text.source import Path

_DELAYS = {
    f"{banking}days_after_{anchor}": (anchor, bool(banking)) for anchor in Anchor for banking in ("", "banking_")
}
_LEAST_DAYS = {Anchor.INVOICE_DATE: 0, Anchor.DUE_DATE: 1, Anchor.PREVIOUS_STEP: 1}
_TOO_SOON = {
    Anchor.INVOICE_DATE: "nobody is dunned before the invoice has been issued",
    Anchor.DUE_DATE: "nobody is dunned on the due date or before it: write at least 1",
    Anchor.PREVIOUS_STEP: "a step comes at least a day after the one before: write at least 1",
}


def parse_ladder(reading: Reading, policy: Fields, approval: Approval) -> Ladder:
    """The policy's own steps, those whose delay could be read."""
    rungs = [_rung(reading, Fields.of(item, path), approval) for item, path in policy.items("steps")]
    return _ladder(rungs, None)


def parse_overrides(reading: Reading, policy: Fields, approval: Approval) -> list[tuple[Override, Path, Ladder]]:
    """Each override with its place and its whole ladder; one whose condition could not be read is left out."""
    found: list[tuple[Override, Path, Ladder]] = []
    for item, path in policy.items("overrides"):
        fields = Fields.of(item, path)
        when = _condition(reading, fields, "when")
        ladder = _ladder(_changed_steps(reading, policy, fields, approval), len(found))
        if when is not None:
            steps = tuple(rung.step for rung in ladder.rungs)
            span = reading.document.value_span(fields.where("title"))
            found.append((Override(fields.text("title") or "", when, steps, span), path, ladder))
    return found


def _changed_steps(reading: Reading, policy: Fields, override: Fields, approval: Approval) -> list[Rung | None]:
    changes = override.mapping("steps")
    names = [Fields.of(item, path).text("step") or "" for item, path in policy.items("steps")]
    for name in changes.values:
        if name not in names:
            hint = did_you_mean(name, names, f"the steps are {', '.join(names)}")
            reading.problem("DE340", f"there is no step '{name}'", changes.where(name), on="key", hint=hint)
    rungs = []
    for name, (item, path) in zip(names, policy.items("steps"), strict=True):
        fields, change = Fields.of(item, path), changes.mapping(name)
        for key in change.values:
            if key != "step" and fields.values.get(key) == change.values[key]:
                reading.problem(
                    "DE350",
                    f"'{key}' of step '{name}' is the same without this override",
                    change.where(key),
                    hint="remove the line, or write what is to be different",
                    related=(reading.document.value_span(fields.where(key)),),
                )
        rungs.append(_rung(reading, _patched(fields, change), approval))
    return rungs


def _ladder(rungs: list[Rung | None], override: int | None) -> Ladder:
    known = tuple(rung for rung in rungs if rung is not None)
    return Ladder(known, len(known) == len(rungs), override)


def _patched(fields: Fields, change: Fields) -> Fields:
    """The step's keys with the changes over them; a new delay takes the place of the old one, whatever it counted from."""
    new = {key: value for key, value in change.values.items() if key != "step"}
    moved = any(key in _DELAYS for key in new)
    kept = {key: value for key, value in fields.values.items() if not (moved and key in _DELAYS)}
    return replace(fields, values={**kept, **new}, changed={key: change.where(key) for key in new})


def _rung(reading: Reading, fields: Fields, approval: Approval) -> Rung | None:
    name, action = fields.text("step") or "", fields.word("action", ActionKind)
    delay = _delay(reading, fields, name)
    when = _condition(reading, fields, "when")
    fee = _fee(reading, fields)
    unread = (when is None and "when" in fields.values) or (fee is None and "fee" in fields.values)
    if delay is None or action is None or unread:
        return None
    step = Step(
        name=name,
        title=fields.text("title") or "",
        action=action,
        delay=delay,
        span=reading.document.key_span((*fields.path, "step")),
        approval=fields.word("approval", Approval) or approval,
        when=when,
        if_not=fields.word("if_not", Otherwise) or Otherwise.WAIT,
        require=tuple(fact for fact, _ in fields.texts("require")),
        if_missing=fields.word("if_missing", Otherwise) or Otherwise.WAIT,
        registered_before=tuple(
            (fact, moment)
            for fact, moment in fields.mapping("registered_before").values.items()
            if isinstance(moment, str)
        ),
        request_if_missing=tuple(fact for fact, _ in fields.texts("request_if_missing")),
        send_by=_channels(fields),
        send_to=fields.text("send_to"),
        fee=fee,
        interest=fields.boolean("interest") or False,
        pay_within_days=fields.whole("pay_within_days"),
        choices=tuple(_choices(fields)),
        also_allowed=tuple(other for other, _ in fields.texts("also_allowed")),
    )
    return Rung(step, fields)


def _delay(reading: Reading, fields: Fields, name: str) -> Delay | None:
    written = [key for key in fields.values if key in _DELAYS]
    if not written:
        reading.problem(
            "DE331",
            f"nothing says when step '{name}' comes due",
            fields.where("step"),
            hint="add for example 'days_after_due_date: 7' or 'days_after_previous_step: 10'",
        )
        return None
    if len(written) > 1:
        reading.problem(
            "DE332",
            f"step '{name}' comes due in two ways: {' and '.join(written)}",
            fields.where(written[1]),
            on="key",
            hint="keep one of them",
            related=(reading.document.key_span(fields.where(written[0])),),
        )
    word, banking = _DELAYS[written[0]]
    count = fields.whole(written[0])
    if count is None:
        return None
    anchor = Anchor(word)
    if count < _LEAST_DAYS[anchor]:
        reading.problem(
            "DE333",
            f"{count} days after the {anchor.value.replace('_', ' ')} is too soon",
            fields.where(written[0]),
            hint=_TOO_SOON[anchor],
        )
        return None
    return Delay(anchor, Days(count, banking), fields.boolean("end_of_month") or False)


def _condition(reading: Reading, fields: Fields, key: str) -> Condition | None:
    if key not in fields.values:
        return None
    return parse_condition(reading, fields.values[key], fields.where(key))


def _fee(reading: Reading, fields: Fields) -> Fee | None:
    if fields.text("fee") == "statutory":
        return Fee(None)
    amount = fields.number("fee")
    if amount is None:
        return None
    ore = reading.hundredths(amount, fields.where("fee"), amount=True)
    return None if ore is None else Fee(ore)


def _channels(fields: Fields) -> tuple[Channel, ...]:
    written = fields.values.get("send_by")
    words = [word_of(item, Channel) for item in (written if isinstance(written, list) else [written])]
    return tuple(word for word in words if word is not None)


def _choices(fields: Fields) -> list[Choice]:
    found = []
    for item, path in fields.items("choices"):
        choice = Fields.of(item, path)
        action = choice.word("action", ActionKind)
        if action is not None:
            found.append(Choice(choice.text("choice") or "", choice.text("title") or "", action))
    return found

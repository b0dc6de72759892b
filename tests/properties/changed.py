"""Pairs of policies drawn as texts: one of them with a few lines changed, or written in another way."""

import re

from drawn import CALENDAR_CONDITIONS, PLAIN_CONDITIONS, Draws, policy_in, policy_texts
from hypothesis import assume
from hypothesis import strategies as st

CONDITIONS = (*PLAIN_CONDITIONS, *CALENDAR_CONDITIONS, "disputed: true", "balance: {at_most: 50.00}", "paused: true")
_NUMBER = re.compile(r"(days_after_\w+|pay_within_days|at_least|more_than|less_than|days_after_due_date): (\d+)")
_FEE = re.compile(r"fee: (60\.00|12\.34|180\.00|0\.00|statutory)")
_WORD = re.compile(r"\b(automatic|manual|wait|skip|true|false|email|post|statutory|half_up_to_ore)\b")


@st.composite
def changed(draw):
    """(old, new): both pass the check."""
    of = Draws(draw)
    old = draw(policy_texts().filter(policy_in))
    new = old
    for _ in range(of.days(1, 3)):
        new = of.pick(_number, _fee, _word, _gate, _condition, _override, rewritten)(of, new)
    assume(policy_in(new))
    return old, new


def _number(of, text):
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    one = of.pick(*found)
    value = max(1, int(one[2]) + of.pick(-3, -1, 1, 2, 5))
    return f"{text[: one.start(2)]}{value}{text[one.end(2) :]}"


def _fee(of, text):
    found = list(_FEE.finditer(text))
    if not found:
        return text
    one = of.pick(*found)
    return f"{text[: one.start(1)]}{of.pick('50.00', '12.34', '0.00', 'statutory')}{text[one.end(1) :]}"


def _word(of, text):
    other = {"automatic": "manual", "manual": "automatic", "wait": "skip", "skip": "wait", "true": "false"}
    other |= {"false": "true", "email": "post", "post": "email", "statutory": "0.00"}
    found = [one for one in _WORD.finditer(text) if one[1] in other]
    if not found:
        return text
    one = of.pick(*found)
    return f"{text[: one.start()]}{other[one[1]]}{text[one.end() :]}"


def _gate(of, text):
    key = of.pick("exclude", "hold")
    gate = f"{{reason: Drawn {of.days(1, 2)}, when: {{{of.pick(*CONDITIONS)}}}}}"
    if re.search(rf"^{key}: \[", text, re.MULTILINE):
        return re.sub(rf"^{key}: \[", f"{key}: [{gate}, ", text, flags=re.MULTILINE)
    return f"{key}: [{gate}]\n{text}"


def _condition(of, text):
    found = list(re.finditer(r"when: \{([^{}]*(?:\{[^{}]*\})?)\}", text))
    if not found:
        return text
    one = of.pick(*found)
    return f"{text[: one.start(1)]}{of.pick(*CONDITIONS)}{text[one.end(1) :]}"


def _override(of, text):
    steps = re.findall(r"step: (\w+), .*?(days_after_\w+|banking_days_after_\w+): (\d+)", text)
    if not steps:
        return text
    name, delay, days = of.pick(*steps)
    override = (
        f"{{title: New, when: {{{of.pick(*CONDITIONS)}}}, steps: {{{name}: {{{delay}: {int(days) + of.days(1, 9)}}}}}}}"
    )
    if re.search(r"^overrides: \[", text, re.MULTILINE):
        return re.sub(r"^overrides: \[", f"overrides: [{override}, ", text, flags=re.MULTILINE)
    return f"overrides: [{override}]\n{text}"


def rewritten(of, text):
    """The same policy in other words."""
    text = text.replace("{client: C1}", "{client: {one_of: [C1]}}")
    text = re.sub(r"days_since_invoice_date: \{more_than: (\d+)\}", _one_more, text)
    text = text.replace("{disputed: true}", "{none: [{disputed: false}]}")
    steps_first, rest = text.split("steps:\n", 1)
    lines = of.draw(st.permutations(steps_first.splitlines()))
    return "# a comment\n" + "\n".join(lines) + "\nsteps:\n" + rest


def _one_more(found):
    return f"days_since_invoice_date: {{at_least: {int(found[1]) + 1}}}"

"""A difference as lines for people and as plain values for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.difference.box_words import box_words, side_words
from dunning_engine.difference.ladders import effective_delay
from dunning_engine.difference.phrases import KEYS, SAY
from dunning_engine.difference.words import consequence_words, delay_words, region_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.difference.policies import Difference, Issued
    from dunning_engine.difference.region import Region
    from dunning_engine.policy.model import Policy
    from dunning_engine.problems import Span

_MOST_BOXES = 8


def told(found: Difference, language: str) -> Iterator[str]:
    """The lines: where the policies are equal, that alone; otherwise the differences of each span of issue dates."""
    say = SAY[language]
    if found.equal:
        yield say["equal"].format(name=found.policy)
        return
    several = len(found.issued) > 1
    for one in found.issued:
        if one.equal:
            continue
        if one.old is None or one.new is None:
            yield _one_sided(one, language)
            continue
        if several:
            yield say["issued"].format(range=_range(one, language))
        yield from _of_revisions(one, language)
    for after in found.continued:
        yield say["continued"].format(name=after.policy)
        yield from told(after, language)


def as_dict(found: Difference, language: str) -> dict[str, object]:
    """The difference as JSON holds it; ``texts`` are the sentences of the language, ``where`` the facts of each box."""
    return {
        "policy": found.policy,
        "equal": found.equal,
        "decided": found.decided,
        "issued": [_issued(one, language) for one in found.issued if not one.equal],
        "continued": [as_dict(after, language) for after in found.continued],
    }


def _of_revisions(one: Issued, language: str) -> Iterator[str]:
    say = SAY[language]
    for region in one.compared.regions:
        sources = _sources(region.old_span, region.new_span)
        for what in _what(region, one, language):
            boxes = [box_words(box, language) for box in region.boxes]
            shown = boxes[:_MOST_BOXES]
            if len(boxes) > len(shown):
                shown.append(say["also"].format(count=len(boxes) - len(shown)))
            where = "; ".join(words for words in shown if words)
            yield f"{where}: {what} ({sources})" if where else f"{what[:1].upper()}{what[1:]} ({sources})"
    for moved in one.compared.consequences:
        words = consequence_words(moved, language)
        yield f"{words[:1].upper()}{words[1:]} ({_sources(moved.old_span, moved.new_span)})"
    if one.compared.undecided:
        what = ", ".join(_named(section, subject, key, language) for section, subject, key in one.compared.undecided)
        yield say["undecided"].format(what=what)


def _issued(one: Issued, language: str) -> dict[str, object]:
    return {
        "issued_from": one.first.isoformat(),
        "issued_through": None if one.last is None else one.last.isoformat(),
        "old_source": None if one.old is None else str(one.old.span),
        "new_source": None if one.new is None else str(one.new.span),
        "regions": [_region(region, one, language) for region in one.compared.regions],
        "consequences": [
            {
                "step": moved.step,
                "old_day": moved.old_day,
                "new_day": moved.new_day,
                "override": moved.override,
                "text": consequence_words(moved, language),
            }
            for moved in one.compared.consequences
        ],
        "undecided": [_named(section, subject, key, language) for section, subject, key in one.compared.undecided],
    }


def _region(region: Region, one: Issued, language: str) -> dict[str, object]:
    return {
        "section": region.section,
        "key": region.key,
        "subject": region.subject or None,
        "texts": list(_what(region, one, language)),
        "where": [
            {fact: side_words(fact, values, language) for fact, values in box.sides.items()} for box in region.boxes
        ],
        "old_source": None if region.old_span is None else str(region.old_span),
        "new_source": None if region.new_span is None else str(region.new_span),
    }


def _what(region: Region, one: Issued, language: str) -> Iterator[str]:
    """The sentences of a region; the order of the steps is told step by step."""
    if region.section == "ladder" and region.key == "order" and one.old is not None and one.new is not None:
        yield from _order(one.old, one.new, language)
    else:
        yield region_words(region, _title(region, one), language)


def _title(region: Region, one: Issued) -> str:
    policies = [policy for policy in (one.new, one.old) if policy is not None]
    titles = (step.title for policy in policies for step in policy.steps if step.name == region.subject)
    return next(titles, region.subject)


def _order(old: Policy, new: Policy, language: str) -> Iterator[str]:
    say = SAY[language]
    before, after = ([step.name for step in policy.steps] for policy in (old, new))
    gone = [step for step in old.steps if step.name not in after]
    came = [step for step in new.steps if step.name not in before]
    for step in [*gone]:
        same = [one for one in came if (one.title, one.action, one.delay) == (step.title, step.action, step.delay)]
        if same:
            gone.remove(step)
            came.remove(same[0])
            yield say["renamed"].format(old=step.name, new=same[0].name)
    for step in gone:
        yield say["removed"].format(title=step.title, name=step.name)
    for step in came:
        delay = delay_words(effective_delay(new, step), language)
        yield say["added"].format(title=step.title, name=step.name, delay=delay)
    shared = [name for name in before if name in after], [name for name in after if name in before]
    if shared[0] != shared[1]:
        yield say["reordered"].format(old=", ".join(shared[0]), new=", ".join(shared[1]))


def _one_sided(one: Issued, language: str) -> str:
    say = SAY[language]
    policy = one.new or one.old
    which = "only_new" if one.old is None else "only_old"
    return say[which].format(range=_range(one, language), source="" if policy is None else _place(policy.span))


def _range(one: Issued, language: str) -> str:
    say = SAY[language]
    if one.last is None:
        return say["from"].format(first=one.first)
    return say["between"].format(first=one.first, last=one.last)


def _named(section: str, subject: str, key: str, language: str) -> str:
    words = KEYS.get((section, key), (f"{section} {key}",) * 2)[0 if language == "sv" else 1]
    return f"{subject} ({words})" if subject else words


def _sources(old: Span | None, new: Span | None) -> str:
    places = dict.fromkeys(_place(span) for span in (old, new) if span is not None)
    return " → ".join(places)


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"

"""What a change of the text does to an invoice, in sentences: steps that move, cost otherwise, are new or come no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.words import days_words
from dunning_engine.pictures.words import amount_words
from dunning_engine.studio.words_view import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.timeline import Moment, Timeline

_MOST = 8


def told_changes(now: Timeline, saved: Timeline, language: str) -> tuple[str, ...]:
    """A sentence for each action that differs, in the order of days; of many, the first and how many more."""
    told = [*_told(now, saved, language)]
    if now.why_it_ends(language) != saved.why_it_ends(language):
        told.append(say("ends_otherwise", language))
    more = len(told) - _MOST
    return (*told[:_MOST], say("more_changes", language, count=more)) if more > 1 else tuple(told)


def _told(now: Timeline, saved: Timeline, language: str) -> Iterator[str]:
    before = {moment.action.key: moment for moment in saved.moments}
    after = {moment.action.key for moment in now.moments}
    all_of_them = [*now.moments, *(moment for moment in saved.moments if moment.action.key not in after)]
    for moment in sorted(all_of_them, key=lambda one: one.on):
        action = moment.action
        if action.key not in after:
            yield say("is_dropped", language, title=action.title, on=moment.on)
        elif action.key not in before:
            yield say("is_new", language, title=action.title, on=moment.on)
        else:
            yield from _changed(moment, before[action.key], language)


def _changed(now: Moment, saved: Moment, language: str) -> Iterator[str]:
    about = {"title": now.action.title, "on": now.on}
    days = (now.on - saved.on).days
    told = []
    if days:
        how_many = days_words(abs(days), language)
        told.append(say("later" if days > 0 else "earlier", language, was=saved.on, days=how_many, **about))
    was, pays = saved.action.amount_to_pay, now.action.amount_to_pay
    if was != pays and now.action.action in STATE_AN_AMOUNT:
        words = "and_pays" if told else "pays"
        told.append(say(words, language, now=amount_words(pays), was=amount_words(was), **about))
    if not told and _said(now) != _said(saved):
        told.append(say("otherwise", language, **about))
    if not told and now.action.title != saved.action.title:
        told.append(say("renamed", language, was=saved.action.title, **about))
    if told:
        yield "".join(told) + "."


def _said(moment: Moment) -> dict[str, object]:
    """What is done, without what it is called and where its line stands, which moves with every line before it."""
    return {name: value for name, value in moment.action.to_dict().items() if name not in {"source", "title"}}

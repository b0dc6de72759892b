"""What the timetable and the explanation show, as HTML in which everything is escaped. Safe to call from any thread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from dunning_engine.pictures.course import course
from dunning_engine.pictures.page import Told, article
from dunning_engine.problems import FactError
from dunning_engine.studio.chart import timetable_html
from dunning_engine.studio.followed import decided, follow, with_side
from dunning_engine.studio.moved import told_changes
from dunning_engine.studio.words_view import say

if TYPE_CHECKING:
    from datetime import date

    from dunning_engine.studio.asking import Asking
    from dunning_engine.studio.followed import Asked

_FOLDED, _UNFOLDED = '<details class="evidence">', '<details class="evidence" open>'
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")  # a line does not end within it
_LEVEL = 3  # the page has headings of the first level, its panels of the second


@dataclass(frozen=True, slots=True)
class TimetableView:
    """The list of days, the lines above it, and `Followed.edited_from`; ``unfit``: why there is no list."""

    html: str
    note: str
    edited_from: date | None = None
    unfit: str = ""


def timetable_view(asked: Asked, chosen: date, language: str) -> TimetableView:
    """The timetable, beside the saved one where that is another; without days where the invoice cannot be followed."""
    found = follow(asked)
    if found.problems:
        reasons = " ".join(f"{problem.code}: {problem.message}" for problem in found.problems)
        return TimetableView("", "", unfit=f"{say('not_fitting', language)} {reasons}")
    if not found.timelines:
        return TimetableView("", say("no_policy", language))
    alone = found.timelines[:1]
    if len(found.timelines) == 1:
        return TimetableView(timetable_html(course(alone, language), chosen, language), "", found.edited_from)
    now, saved = (with_side(one, say(side, language)) for one, side in zip(found.timelines, found.sides, strict=True))
    told = told_changes(now, saved, language)
    if not told:
        html = timetable_html(course(alone, language), chosen, language)
        return TimetableView(html, say("same_as_saved", language), found.edited_from)
    html = timetable_html(course([now, saved], language), chosen, language)
    return TimetableView(html, "\n".join([say("differs", language), *told]), found.edited_from)


def stand_in_words(asking: Asking, language: str) -> str:
    """That the newest text or invoice cannot be used, so that what is shown is of an earlier one; nothing where it is."""
    said = (("earlier_text", asking.earlier_text), ("earlier_invoice", asking.earlier_invoice))
    return " ".join(say(word, language) for word, so in said if so)


def explanation_html(asked: Asked, day: date, language: str, *, unfolded: bool = False) -> str:
    """The explanation of a day of the timetable, the evidence folded or not; empty where the invoice cannot be decided on."""
    try:
        decisions = decided(asked, day)
    except FactError:
        return ""
    lines: list[str] = []
    for number, decision in enumerate(decisions, 1):
        if number > 1:
            lines.append(f'<p class="why-then">{escape(say("then", language))}</p>')
        lines += article(Told(decision.told(language)), number, level=_LEVEL)
    # What comes from a policy or an invoice holds no "<", so this is our own tag; no tag holds a day.
    html = "\n".join(lines).replace(_FOLDED, _UNFOLDED if unfolded else _FOLDED)
    return _DAY.sub(r'<span class="why-day">\g<0></span>', html)

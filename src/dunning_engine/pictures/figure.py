"""The timetable in a page: the picture as inline SVG with a text that stands for it, or a table where there is no picture."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from dunning_engine.decisions.action import STATE_AN_AMOUNT
from dunning_engine.decisions.phrases import kronor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunning_engine.decisions.action import Action
    from dunning_engine.decisions.timeline import Timeline

_SAY = {
    "sv": {
        "title": "Tidslinje för faktura {invoice} om ingen betalar",
        "on": "Dag",
        "what": "Vad som händer",
        "pay_by": "Betala senast",
        "kr": "Att betala, kr",
        "to_pay": "att betala {amount} kr",
        "by": "senast {day}",
        "ends": "Därefter: {why}",
    },
    "en": {
        "title": "Timeline of invoice {invoice} if nobody pays",
        "on": "Day",
        "what": "What happens",
        "pay_by": "Pay by",
        "kr": "To pay, kr",
        "to_pay": "to pay {amount} kr",
        "by": "by {day}",
        "ends": "After that: {why}",
    },
}
# What an SVG file has for itself that a page has no place for: the prolog, its own title, who made it, styles for all of a page.
_SVG = re.compile(r".*?<svg\b([^>]*)>(.*)</svg>\s*\Z", re.DOTALL)
_OF_A_FILE = re.compile(r"<(title|metadata|style)\b[^>]*>.*?</\1>", re.DOTALL)


def figure(timeline: Timeline, picture: bytes | None, language: str, number: int = 1) -> Iterator[str]:
    """The lines of a ``figure`` element; ``number`` tells the ids of several on one page apart."""
    yield "<figure>"
    if picture is None:
        yield from _table(timeline, language)
        yield f"<figcaption>{escape(_ends(timeline, language))}</figcaption>"
    else:
        yield _inline(timeline, picture, language, number)
    yield "</figure>"


def _inline(timeline: Timeline, picture: bytes, language: str, number: int) -> str:
    """The SVG as an element of the page, named and described for those who do not see it."""
    found = _SVG.match(picture.decode("utf-8"))
    if found is None:
        raise ValueError("a picture is one svg element")
    size = " ".join(re.findall(r'(?:viewBox|xmlns(?::xlink)?)="[^"]*"', found[1]))
    drawn = _OF_A_FILE.sub("", found[2])
    title, told = f"timetable-{number}", f"timetable-{number}-told"
    return (
        f'<svg {size} role="img" aria-labelledby="{title}" aria-describedby="{told}">'
        f'<title id="{title}">{escape(_title(timeline, language))}</title>'
        f'<desc id="{told}">{escape(_told(timeline, language))}</desc>{drawn}</svg>'
    )


def _title(timeline: Timeline, language: str) -> str:
    return _SAY[language]["title"].format(invoice=timeline.invoice)


def _told(timeline: Timeline, language: str) -> str:
    """The picture in words: a sentence for each action on its day."""
    say, sentences = _SAY[language], []
    for moment in timeline.moments:
        parts = [f"{moment.on} {moment.action.title}"]
        if _pays(moment.action):
            parts.append(say["to_pay"].format(amount=kronor(moment.action.amount_to_pay)))
        if moment.action.pay_by is not None:
            parts.append(say["by"].format(day=moment.action.pay_by))
        sentences.append(f"{', '.join(parts)}.")
    return " ".join([*sentences, _ends(timeline, language)])


def _ends(timeline: Timeline, language: str) -> str:
    return _SAY[language]["ends"].format(why=timeline.why_it_ends(language))


def _table(timeline: Timeline, language: str) -> Iterator[str]:
    say = _SAY[language]
    heads = "".join(f'<th scope="col">{say[name]}</th>' for name in ("on", "what", "pay_by"))
    yield "<table>"
    yield f"<caption>{escape(_title(timeline, language))}</caption>"
    yield f'<thead><tr>{heads}<th scope="col" class="kr">{say["kr"]}</th></tr></thead>'
    yield "<tbody>"
    for moment in timeline.moments:
        action = moment.action
        amount = kronor(action.amount_to_pay) if _pays(action) else ""
        cells = f"<td>{escape(action.title)}</td><td>{action.pay_by or ''}</td>"
        yield f'<tr><th scope="row">{moment.on}</th>{cells}<td class="kr">{amount}</td></tr>'
    yield "</tbody>"
    yield "</table>"


def _pays(action: Action) -> bool:
    return action.action in STATE_AN_AMOUNT

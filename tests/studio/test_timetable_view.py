"""The timetable as the studio shows it: what is said of it is the course's, whole, escaped, and clickable; changes in words."""

from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from dunning_engine.decisions.evaluate import evaluate
from dunning_engine.facts.invoice import Invoice
from dunning_engine.pictures.course import course
from dunning_engine.policy.load import check_folder, load_policies
from dunning_engine.resources import rules_directory
from dunning_engine.studio import words_view
from dunning_engine.studio.chart import changes, timetable_html
from dunning_engine.studio.followed import Asked, decided, follow, with_side
from dunning_engine.studio.moved import told_changes
from dunning_engine.studio.views import timetable_view

SAVED = load_policies()
AS_OF = date(2026, 3, 1)
FILE = rules_directory() / "fakturaservice.yaml"
EVIL = '<script>alert("1")</script>&\'🙂'


def invoice(**changes):
    return Invoice.from_mapping(
        {
            "invoice": "1001",
            "customer": "17",
            "customer_kind": "business",
            "customer_identity_number": "559999-0016",
            "issued_on": "2026-01-30",
            "due_on": "2026-03-02",
            "amount": "10000.00",
            "currency": "SEK",
            "sent_by": "email",
            **changes,
        }
    )


@cache
def changed(*swaps):
    """The shipped policies with another text in place of that of fakturaservice, each swap once."""
    text = FILE.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    checked = check_folder(rules_directory(), {FILE: text.encode()})
    assert checked.policies is not None, checked.problems
    return checked.policies


LATER = ("days_after_due_date: 7 ", "days_after_due_date: 10 ")
CHEAPER = ("fee: 60.00", "fee: 50.00")
SENT = ("send_by: same_as_invoice", "send_by: post")


def asked(now=None, saved=None, policy="fakturaservice", given=None, **changes):
    return Asked(now or SAVED, saved, policy, given or invoice(**changes), AS_OF)


def drawn(found, language="sv", chosen=AS_OF):
    sides = [
        with_side(one, words_view.say(side, language)) for one, side in zip(found.timelines, found.sides, strict=True)
    ]
    return timetable_html(course(sides, language), chosen, language)


class Read(HTMLParser):
    """Reads a piece of a page strictly: what is opened is closed in its order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.said, self.days, self.pressed, self.tabbed = [], [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        assert len(held) == len(attrs)
        assert not any(name.startswith("on") for name in held)
        self.tags.append(tag)
        self.open.append(tag)
        if "data-day" in held:
            assert (tag, held["data-testid"]) == ("button", f"day-{held['data-day']}")
            self.days.append(held["data-day"])
            self.pressed += [held["data-day"]] * (held["aria-pressed"] == "true")
            self.tabbed += [held["data-day"]] * (held["tabindex"] == "0")

    def handle_startendtag(self, tag, attrs):
        assert "svg" in self.open
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.said.append(data)

    @property
    def text(self):
        return " ".join(self.said)


def test_every_day_is_a_button_with_all_that_the_course_says_of_it():
    found = follow(asked())
    read = Read(drawn(found))
    told = course(found.timelines, "sv")
    assert read.days == [row.on.isoformat() for row in told.rows]
    assert "script" not in read.tags
    for row in told.rows:
        for entry in row.cells[0]:
            assert all(said in read.text for said in (entry.title, *entry.details, entry.amount, entry.by) if said)
    assert all(end in read.text for end in told.ends)
    assert (told.headline in read.text, "måndag" in read.text) == (True, True)


@pytest.mark.parametrize(
    ("chosen", "pressed", "tabbed"), [("2026-03-09", True, "2026-03-09"), ("2026-03-10", False, "2026-03-01")]
)
def test_the_chosen_day_is_pressed_and_one_day_is_in_the_order_of_tabs(chosen, pressed, tabbed):
    read = Read(drawn(follow(asked()), chosen=date.fromisoformat(chosen)))
    assert read.pressed == [chosen] * pressed
    assert read.tabbed == [tabbed]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_said_by_colour_is_said_in_words(language):
    read = Read(drawn(follow(asked(changed(LATER), SAVED)), language))
    for word in ("new", "gone", "now", "saved"):
        assert words_view.say(word, language) in read.text
    assert ("I dag" if language == "sv" else "Today") in read.text


def test_what_stands_in_a_policy_or_an_invoice_is_text():
    evil = asked(changed(("title: Påminnelse", "title: '<script>alert(\"1\")</script>&🙂'")), SAVED, invoice=EVIL)
    read = Read(drawn(follow(evil)))
    assert "script" not in read.tags
    assert EVIL in read.text
    assert '<script>alert("1")</script>&🙂' in read.text


def test_beside_what_is_saved_each_day_says_how_it_differs():
    found = follow(asked(changed(LATER), SAVED))
    assert found.sides == ("now", "saved")
    assert {day.isoformat(): how for day, how in changes(course(found.timelines, "sv")).items()} == {
        "2026-03-09": "gone",
        "2026-03-12": "new",
        "2026-03-17": "gone",
        "2026-03-20": "new",
    }
    dearer = follow(asked(changed(CHEAPER), SAVED))
    assert [*changes(course(dearer.timelines, "sv")).values()] == ["changed", "changed"]
    assert changes(course(follow(asked()).timelines, "sv")) == {}


@pytest.mark.parametrize(
    ("swaps", "sv", "en"),
    [
        ((), (), ()),
        (
            (LATER,),
            (
                "Påminnelse kommer 2026-03-12 i stället för 2026-03-09, 3 dagar senare; att betala blir 10 087,40 kr i stället för 10 079,18 kr.",
                "Inkassokrav kommer 2026-03-20 i stället för 2026-03-17, 3 dagar senare; att betala blir 10 289,32 kr i stället för 10 281,10 kr.",
            ),
            (
                "Påminnelse comes on 2026-03-12 instead of 2026-03-09, 3 days later; there is 10 087,40 kr to pay instead of 10 079,18 kr.",
                "Inkassokrav comes on 2026-03-20 instead of 2026-03-17, 3 days later; there is 10 289,32 kr to pay instead of 10 281,10 kr.",
            ),
        ),
        (
            (SENT,),
            ("Påminnelse 2026-03-09 görs på ett annat sätt.",),
            ("Påminnelse on 2026-03-09 is done in another way.",),
        ),
        (
            (("title: Påminnelse", "title: Brev"),),
            ("Brev 2026-03-09 hette Påminnelse.",),
            ("Brev on 2026-03-09 was called Påminnelse.",),
        ),
        ((("# Så läser", "# Så  läser"),), (), ()),
    ],
)
def test_a_change_is_told_in_sentences(swaps, sv, en):
    found = follow(asked(changed(*swaps), SAVED))
    now, saved = found.timelines
    for language, told in (("sv", sv), ("en", en)):
        assert tuple(one.replace("\u00a0", " ") for one in told_changes(now, saved, language)) == told


def test_what_comes_and_goes_is_told_and_of_much_the_first():
    now, saved = follow(asked(changed(LATER), SAVED)).timelines
    alone = replace(now, moments=now.moments[:1])
    assert told_changes(now, alone, "sv") == ("Inkassokrav 2026-03-20 är ny.",)
    assert told_changes(alone, now, "en") == ("Inkassokrav on 2026-03-20 is dropped.",)
    assert told_changes(now, replace(now, ends=evaluate(SAVED["fakturaservice"], invoice(), as_of=AS_OF)), "sv")
    first = now.moments[0]
    many = [replace(first, action=replace(first.action, key=f"1001/{number}")) for number in range(20)]
    told = told_changes(replace(now, moments=tuple(many)), replace(now, moments=()), "sv")
    assert (len(told), told[-1]) == (9, "… och 12 skillnader till.")
    assert len(saved.moments) == 2


def test_what_does_not_fit_the_policy_is_a_problem_and_no_picture():
    foreign = follow(asked(given=invoice(currency="EUR")))
    assert (foreign.timelines, [one.code for one in foreign.problems]) == ((), ["DE529"])
    assert follow(asked(policy="nothing")).timelines == ()
    assert decided(asked(policy="nothing"), AS_OF) == ()


def test_steps_that_only_the_new_text_knows_have_nothing_beside_them():
    renamed = changed(("step: notice", "step: message"))
    taken = invoice(events=[{"on": "2026-02-28", "event": "step", "step": "message"}])
    found = follow(asked(renamed, SAVED, given=taken))
    assert (found.sides, found.problems) == (("now",), ())


@pytest.mark.parametrize(("issued", "edited"), [("2026-01-30", None), ("2010-01-30", date(2020, 1, 1))])
def test_it_is_said_where_the_edited_file_does_not_concern_the_invoice(issued, edited):
    file = SAVED["fakturaservice"].revisions[-1].span.file
    given = invoice(issued_on=issued, due_on="2026-03-02")
    assert follow(replace(asked(given=given), file=file)).edited_from == edited


def test_only_a_change_that_concerns_the_invoice_stands_beside_what_is_saved():
    comment = timetable_view(asked(changed(("# Så läser", "# Så  läser")), SAVED), AS_OF, "sv")
    assert comment.note == words_view.say("same_as_saved", "sv")
    assert comment.html == timetable_view(asked(), AS_OF, "sv").html
    later = timetable_view(asked(changed(LATER), SAVED), AS_OF, "en")
    assert later.note.splitlines()[0] == "Difference from the saved policy:"
    assert "with the text now" in later.html
    assert timetable_view(asked(), AS_OF, "sv").note == ""
    foreign = timetable_view(asked(given=invoice(currency="EUR")), AS_OF, "sv")
    assert (foreign.html, "DE529" in foreign.unfit) == ("", True)
    assert timetable_view(asked(policy="nothing"), AS_OF, "sv").html == ""


def test_the_words_are_there_in_both_languages():
    assert all(len(words) == 2 and all(words) for words in words_view._SAY.values())

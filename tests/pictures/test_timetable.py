"""The timetable as a picture: nothing runs into anything, everything is said, and the same timelines give the same bytes."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from PIL import Image

from dunning_engine import load_policies, timeline
from dunning_engine.pictures import timetable as module
from dunning_engine.pictures.course import MOST_ROWS, Mark, course
from dunning_engine.pictures.fitted import figure_of
from dunning_engine.pictures.layout import _SHAPES
from dunning_engine.pictures.letters import Letters
from dunning_engine.pictures.timetable import PicturesMissingError, timetable

POLICIES = load_policies()
FACTS = {
    "invoice": "1001",
    "customer": "17",
    "customer_kind": "business",
    "customer_email": "a@example.se",
    "customer_email_registered_at": "2025-01-01T08:00",
    "customer_identity_number": "5560125790",
    "issued_on": "2026-01-30",
    "due_on": "2026-03-02",
    "amount": "1234567890.12",
    "currency": "SEK",
    "sent_by": "email",
    "enforcement_choice": "payment_order",
    "offered_for_sale": True,
    "credit_risk": 5,
    "recourse_agreement": True,
    "customer_prefers": "e_invoice",
    "collection_agreement": True,
}
LONG = "Betalningsföreläggande eller efterbevakning"
SHAPES = ("page", "slide")
DOTS_AN_INCH = 300


def timeline_of(name, as_of=date(2026, 2, 20), **how):
    return timeline(POLICIES[name], FACTS, as_of=as_of, **how)


ALL = {name: timeline_of(name) for name in POLICIES}
PAID = {name: timeline_of(name, paid_on=date(2026, 3, 20)) for name in POLICIES}


def texts(figure):
    """Every text of the figure with its box, in dots as a PNG has them."""
    figure.set_dpi(DOTS_AN_INCH)
    renderer = RendererAgg(1, 1, DOTS_AN_INCH)
    found = [one for one in figure.findobj(Text) if one.get_text()]
    return [(one.get_text(), one.get_window_extent(renderer)) for one in found]


def assert_clear(timelines, language="sv"):
    for shape in SHAPES:
        figure = figure_of(course(timelines, language), language, slide=shape == "slide")
        boxes = texts(figure)
        wide, high = figure.get_size_inches() * figure.dpi
        assert shape == "page" or wide * 9 <= high * 16 + 1
        for text, box in boxes:
            assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= wide and box.y1 <= high, (shape, text)  # noqa: PT018
        for (one, box), (other, beside) in combinations(boxes, 2):
            assert not meet(box, beside), (shape, one, other)


def meet(one, other):
    """Whether the boxes share more than a dot or two in both directions."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > 2 and down > 2


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_text_runs_into_another_in_a_shipped_policy(name, language):
    assert_clear([ALL[name]], language)
    assert_clear([PAID[name]], language)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_nor_side_by_side(count):
    names = list(ALL)
    for start in range(0, len(names), 2):
        beside = [names[(start + number) % len(names)] for number in range(count)]
        assert_clear([replace(ALL[name], side="HEAD~1:rules/fakturaservice.yaml") for name in beside])


@given(st.data())
@settings(max_examples=4, deadline=None)
def test_nor_with_drawn_titles_and_days(data):
    """Up to 14 steps on days that lie as they may, up to four side by side, titles as long as they may be."""
    words = st.sampled_from([LONG, "Krav", "Betalningsföreläggande", "$x^2$ & <b>", "ÅÄÖåäö–−", "W" * 60, "a " * 40])
    timelines = []
    for _ in range(data.draw(st.integers(1, 4))):
        (moment, *_) = ALL["fakturaservice"].moments[1:]
        gaps = data.draw(st.lists(st.integers(0, 30), min_size=14, max_size=14))
        moments = tuple(
            replace(
                moment,
                on=moment.on + timedelta(days=sum(gaps[: number + 1])),
                action=replace(moment.action, title=data.draw(words)),
            )
            for number in range(len(gaps))
        )
        timelines.append(replace(ALL["fakturaservice"], title=data.draw(words), moments=moments))
    assert_clear(timelines)


def test_each_step_has_its_day_amount_and_last_day_to_pay():
    said = [text for text, _ in texts(figure_of(course([ALL["fakturaservice"]], "sv"), "sv", slide=False))]
    for moment in ALL["fakturaservice"].moments:
        assert moment.on.isoformat() in said
        assert moment.action.title in said
        if moment.action.pay_by:
            assert f"betala senast {moment.action.pay_by}" in said
    assert "1\u00a0234\u00a0567\u00a0890,12\u00a0kr" in said


@pytest.mark.parametrize("name", ALL)
def test_a_page_says_what_a_timeline_has(name):
    told = course([PAID[name]], "sv")
    titles = [entry.title for row in told.rows for cell in row.cells for entry in cell]
    wanted = [moment.action.title for moment in PAID[name].moments]
    assert [title for title in titles if title in wanted] == wanted
    assert told.ends == (PAID[name].why_it_ends("sv"),)


def test_today_the_due_date_and_the_payment_are_marked():
    told = course([timeline_of("fakturaservice", date(2026, 3, 10), paid_on=date(2026, 3, 20))], "en")
    marks = {(row.on.isoformat(), entry.mark) for row in told.rows for entry in row.cells[0]}
    assert {("2026-03-02", Mark.DUE), ("2026-03-20", Mark.PAYMENT)} <= marks
    assert [row.on.isoformat() for row in told.rows if row.today] == ["2026-03-10"]


def test_what_is_the_same_as_further_left_is_said_so():
    told = course([ALL["fakturaservice"], ALL["factoring"], ALL["fakturabelaning"]], "sv")
    twins = {row.on.isoformat(): row.same for row in told.rows if any(one is not None for one in row.same)}
    assert twins["2026-03-09"] == [None, None, 0]


def test_a_fee_that_differs_is_not_the_same():
    first = ALL["fakturaservice"]
    moments = tuple(replace(one, action=replace(one.action, fee=one.action.fee + 1)) for one in first.moments)
    told = course([first, replace(first, moments=moments)], "sv")
    assert {twin for row in told.rows for twin in row.same} == {None}


def test_no_meaning_is_carried_by_colour_alone():
    outlines = [(tuple(map(tuple, outline.vertices)), radius) for outline, radius, _ in _SHAPES.values()]
    assert len(set(outlines)) == len(Mark)


def test_more_days_than_a_picture_holds_are_counted():
    first = ALL["fakturaservice"]
    (moment, *_) = first.moments
    moments = tuple(replace(moment, on=moment.on + timedelta(days=number)) for number in range(MOST_ROWS + 40))
    told = course([replace(first, moments=moments)], "sv")
    assert (len(told.rows), told.left_out) == (MOST_ROWS, 42)
    assert_clear([replace(first, moments=moments)])


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_timelines_give_the_same_bytes(form, shape):
    timelines = [ALL["fakturaservice"], ALL["factoring"]]
    assert timetable(timelines, form, "sv", shape=shape) == timetable(timelines, form, "sv", shape=shape)


def test_in_another_process_too():
    program = (
        "import sys; from datetime import date; from dunning_engine import load_policies, timeline; "
        "from dunning_engine.pictures.timetable import timetable; "
        f"told = timeline(load_policies()['fakturaservice'], {FACTS!r}, as_of=date(2026, 2, 20)); "
        "sys.stdout.buffer.write(timetable([told], 'svg', 'sv'))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert other == timetable([ALL["fakturaservice"]], "svg", "sv")


def test_svg_has_outlines_for_letters_and_no_day_of_its_own():
    drawn = timetable([ALL["fakturaservice"]], "svg", "sv").decode()
    assert "<text" not in drawn
    assert "<title>Faktura 1001: om ingen betalar</title>" in drawn
    assert "dc:date" not in drawn
    assert "matplotlib.org" not in drawn


def test_png_is_as_wide_as_the_text_of_a_page_at_300_dots_an_inch():
    with Image.open(BytesIO(timetable([ALL["fakturaservice"]], "png", "sv"))) as image:
        assert image.size[0] == 2100
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_slide_is_16_to_9():
    with Image.open(BytesIO(timetable(list(ALL.values())[:4], "png", "sv", shape="slide"))) as image:
        assert image.size == (4000, 2250)


def test_text_is_no_formula():
    odd = replace(ALL["fakturaservice"], title="$\\frac{1}{2}$")
    said = [text for text, _ in texts(figure_of(course([odd], "sv"), "sv", slide=False))]
    assert "$\\frac{1}{2}$" in said
    assert timetable([odd], "svg", "sv")


@pytest.mark.parametrize("letters", [Letters(9), Letters(9, bold=True), Letters(8)])
def test_no_line_is_wider_than_its_room(letters):
    for text in (LONG, "W" * 50, "en två tre fyra fem sex sju åtta nio tio", "10\u00a0000,00\u00a0kr"):
        lines = letters.wrapped(text, 80)
        assert all(letters.width(line) <= 80 for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(PicturesMissingError, match=r"pip install 'dunning-engine\[pictures\]'"):
        timetable([ALL["fakturaservice"]], "svg", "sv")


def test_matplotlib_is_imported_only_when_something_is_drawn():
    program = "import sys; import dunning_engine.pictures.timetable; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert Path(module.__file__).exists()

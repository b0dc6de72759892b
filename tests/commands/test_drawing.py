"""Tables on a stream: what keeps together in them."""

import io

import pytest

from dunning_engine.commands.drawing import console_on, draw, new_table, whole

AMOUNT = "12\N{NO-BREAK SPACE}583,97"


@pytest.mark.parametrize("width", range(20, 60))
def test_no_amount_in_a_text_is_broken(width):
    drawn = io.StringIO()
    console = console_on(drawn)
    console.width = width
    table = new_table("")
    table.add_column("day", no_wrap=True)
    table.add_column("what", overflow="fold")
    table.add_row("2026-03-12", whole(f"to pay {AMOUNT} → {AMOUNT}"))
    draw(console, table)
    assert drawn.getvalue().count(AMOUNT) == 2

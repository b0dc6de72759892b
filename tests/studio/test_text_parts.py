import pytest

from dunning_engine.studio.panel_editor import Parts


def part(text, *, first=False, last=False):
    return {"text": text, "first": first, "last": last}


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([part("", first=True, last=True)], [""]),
        ([part("policy: a", first=True, last=True)], ["policy: a"]),
        ([part("pol", first=True), part("icy"), part(": a", last=True)], [None, None, "policy: a"]),
        (
            [part("broken off", first=True), part("a", first=True), part("b", last=True)],
            [None, None, "ab"],
        ),
        ([part("a", first=True, last=True), part("b", first=True, last=True)], ["a", "b"]),
    ],
)
def test_a_text_is_whole_with_its_last_part(parts, whole):
    held = Parts()
    assert [held.add(one) for one in parts] == whole

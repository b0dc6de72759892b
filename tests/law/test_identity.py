"""Organisation, personal and coordination numbers."""

import pytest

from dunning_engine.law.identity import is_identity_number


@pytest.mark.parametrize(
    "text",
    [
        "556036-0793",  # organisation
        "5560360793",
        "165560360793",
        "16556036-0793",
        "811228-9874",  # personal
        "8112289874",
        "19811228-9874",
        "198112289874",
        "811228+9874",
        "701063-2391",  # coordination: day 3 + 60
        "19701063-2391",
        "000229-0005",  # 29 February 2000
        "20000229-0005",
    ],
)
def test_valid(text):
    assert is_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "556036-0794",  # check digit
        "811228-9873",
        "556036+0793",  # nobody's hundredth birthday
        "19556036-0793",  # an organisation has no century of birth
        "811328-9873",  # month 13
        "810230-9872",  # 30 February
        "19000229-0005",  # 1900 was no leap year
        "811260-9873",  # day 60
        "21811228-9874",
        "000000-0000",
        "811228 9874",
        "811228--9874",
        " 8112289874",
        "8112289874\n",
        "٨١١٢٢٨٩٨٧٤",  # digits, but not these
        "811228987",
        "",
        "kund 17",
    ],
)
def test_not_valid(text):
    assert not is_identity_number(text)

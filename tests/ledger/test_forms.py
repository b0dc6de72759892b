import pytest

from dunning_engine.ledger.forms import NumberForm, date_form, day, moment


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("M/D/YYYY", "1/26/2013", "2013-01-26"),
        ("M/D/YYYY", "12/3/2013", "2013-12-03"),
        ("M/D/YYYY", "26/1/2013", None),
        ("D/M/YYYY", "26/1/2013", "2013-01-26"),
        ("DD.MM.YYYY", "06.02.2026", "2026-02-06"),
        ("DD.MM.YYYY", "6.2.2026", None),
        ("YYYYMMDD", "20260206", "2026-02-06"),
        ("YYYYMMDD", "20260230", None),
        ("YYYY-MM-DD", " 2026-02-06 ", "2026-02-06"),
        ("YYYY-MM-DD", "2026-02-06 00:00:00", "2026-02-06"),
        ("YYYY-MM-DD", "2026-02-06 14:30", None),
        ("YYYY-MM-DD", "2026-02-06T00:00Z", None),
        ("YYYY-MM-DD", "٢٠٢٦-٠٢-٠٦", None),
        ("D M YYYY", "6 2 2026", "2026-02-06"),
    ],
)
def test_days(form, text, expected):
    assert day(text, date_form(form)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6/2/2026", "2026-02-06T00:00"),
        ("6/2/2026 9:05", "2026-02-06T09:05"),
        ("6/2/2026T14:30:15+02:00", "2026-02-06T14:30:15+02:00"),
        ("6/2/2026 kl 9", None),
    ],
)
def test_moments(text, expected):
    assert moment(text, date_form("D/M/YYYY")) == expected


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("MM/DD", "each stand once"),
        ("YYYY-MM-DD-DD", "each stand once"),
        ("YYYYMD", "nothing stands between YYYY and M"),
        ("YY-MM-DD", "'Y' is no part"),
        ("YYYY-MM-DD1", "is no part"),
    ],
)
def test_forms_that_cannot_be_read(form, said):
    with pytest.raises(ValueError, match=said):
        date_form(form)


SWEDISH = NumberForm(",", " ")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        (SWEDISH, "1 234 567,50", "1234567.50"),
        (SWEDISH, "12\u00a0500,00", "12500.00"),
        (SWEDISH, "12\u202f500", "12500"),
        (SWEDISH, "1234,5", "1234.5"),
        (SWEDISH, "-1 250,00", "-1250.00"),
        (SWEDISH, "\u2212500,00", "-500.00"),
        (SWEDISH, "500,00-", "-500.00"),
        (SWEDISH, "1.234,50", None),
        (SWEDISH, "12 50,00", None),
        (SWEDISH, "1,234.50", None),
        (SWEDISH, "100 kr", None),
        (SWEDISH, ",50", None),
        (SWEDISH, "--5", None),
        (SWEDISH, "-5-", None),
        (NumberForm(".", ","), "1,234.50", "1234.50"),
        (NumberForm(".", ","), "1,23", None),
        (NumberForm(",", "."), "1.234", "1234"),
        (NumberForm(".", "'"), "1'234.50", "1234.50"),
        (NumberForm(), "1234.5", "1234.5"),
    ],
)
def test_numbers(form, text, expected):
    assert form.number(text) == expected

import pytest

from dunning_engine.ledger.encoding import decode

TEXT = "Fakturanr;Förfallodag\n1;å\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("cp1252"), "windows-1252"),
        (TEXT.encode("latin-1"), "iso-8859-1"),
        (TEXT.encode("utf-16"), "utf-16"),
    ],
)
def test_each_encoding_is_read(data, encoding):
    assert decode(data, "a.csv", encoding) == (TEXT, None)


@pytest.mark.parametrize(
    ("data", "encoding", "said", "hint", "place"),
    [
        (
            TEXT.encode("cp1252"),
            "utf-8",
            "in Windows-1252, Excel's usual encoding, it is 'ö'",
            "windows-1252",
            "a.csv:1:12",
        ),
        (TEXT.encode("utf-16"), "utf-8", "the file is UTF-16", "utf-16", "a.csv:1:1"),
        (TEXT.encode("utf-16-le"), "utf-8", "F6 is not UTF-8", "windows-1252", "a.csv:1:23"),
        ("abc\n".encode("utf-16-le"), "utf-8", "NUL bytes", "utf-16", "a.csv:1:2"),
        (b"a,b\n1,\0\n", "utf-8", "NUL bytes", None, "a.csv:2:3"),
        (TEXT.encode(), "windows-1252", "the file is UTF-8, not windows-1252", "utf-8", "a.csv:1:1"),
        (b"a\x81", "windows-1252", "byte 81 is not windows-1252", None, "a.csv:1:2"),
        (b"a\xff\xfe", "utf-8", "byte FF", "windows-1252", "a.csv:1:2"),
    ],
)
def test_what_the_bytes_look_like_is_said(data, encoding, said, hint, place):
    text, problem = decode(data, "a.csv", encoding)
    assert text == ""
    assert problem.code == "DE550"
    assert said in problem.message
    assert (problem.hint is None) if hint is None else (f"encoding: {hint}" in problem.hint)
    assert str(problem.span) == place

"""Tokens: which can be used, who is let in with them, and that none is ever shown."""

import json
import os
import pickle
from datetime import UTC, datetime, timedelta

import pytest
from running_service import answered, running

from dunning_engine.service.token import TokenError, read_tokens, token_in

FIRST, SECOND, THIRD = "first-token-3f9a1c77", "second-token-81b2d0e4", "third-token-55aa90fe"


@pytest.fixture
def file(tmp_path):
    def write(text, mode=0o600):
        path = tmp_path / "tokens"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    return write


def test_every_token_in_a_file_is_accepted(file):
    token = read_tokens(file(f"\ufeff# one that goes\r\n{FIRST}\r\n\r\n  {SECOND}  \n"))
    assert [token.accepts(given.encode()) for given in (FIRST, SECOND, THIRD, FIRST[:-1], "", "# one that goes")] == [
        *(True, True),
        *(False,) * 4,
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no token"),
        ("\n  \n# only a comment, and a long one\n", "holds no token"),
        ("short-of-sixteen", ""),
        ("short-of-sixtee", "fewer than 16"),
        (f"{FIRST}\nshort", "fewer than 16"),
        ("two words that are long enough", "one word"),
        ("påminnelse-påminnelse", "one word"),
        (b"\xff\xfe" + "utf-16-token-utf-16".encode("utf-16-le"), "ASCII"),
        ("x" * 70_000, "too large"),
    ],
    ids=range(9),
)
def test_a_token_that_could_be_guessed_or_is_none_is_refused(file, text, said):
    path = file(text)
    if not said:
        assert read_tokens(path).accepts(text.encode())
        return
    with pytest.raises(TokenError, match=said) as error:
        read_tokens(path)
    assert str(path) in str(error.value)
    assert FIRST not in str(error.value)


@pytest.mark.parametrize(
    ("mode", "fine"), [(0o600, True), (0o400, True), (0o640, True), (0o644, False), (0o604, False), (0o660, False)]
)
def test_a_file_that_everybody_can_read_is_refused(file, mode, fine):
    path = file(FIRST, mode)
    if fine:
        assert read_tokens(path).accepts(FIRST.encode())
    else:
        with pytest.raises(TokenError, match="chmod 600"):
            read_tokens(path)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(TokenError, match="cannot be read: No such file"):
        read_tokens(tmp_path / "nowhere")


def test_a_token_is_not_shown_where_settings_are():
    token = token_in(FIRST, "DUNNING_TOKEN")
    assert FIRST not in repr(token) + str(pickle.dumps(token))
    assert pickle.loads(pickle.dumps(token)).accepts(FIRST.encode())  # noqa: S301 - it goes to workers that way


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "tokens"
    path.write_text(f"{FIRST}\n{SECOND}\n")
    path.chmod(0o600)
    with running("--host", "127.0.0.1", "--token-file", path, DUNNING_TOKEN=THIRD) as one:
        one.tokens = path
        yield one


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {THIRD}",
        f"Bearer {FIRST}x",
        f"Bearer {FIRST[:-1]}",
        f"Basic {FIRST}",
        FIRST,
        f"Bearer {FIRST} {SECOND}",
    ],
)
def test_who_shows_no_token_is_refused(service, shown):
    headers = {} if shown is None else {"Authorization": shown}
    for method, path in (("GET", "/v1/policies"), ("GET", "/metrics"), ("GET", "/nowhere"), ("POST", "/v1/evaluate")):
        status, got, body = service.ask(method, path, **headers)
        assert (status, got["WWW-Authenticate"], json.loads(body)["code"]) == (401, "Bearer", "DE620")
        assert not any(token in body.decode() for token in (FIRST, SECOND, THIRD))


def test_who_shows_one_is_let_in_by_any_name_and_from_any_page(service):
    for token in (f"Bearer {FIRST}", f"bearer  {SECOND}"):
        status, _, body = service.evaluate(Authorization=token, Host="dunning.example", Origin="https://app.example")
        assert status == 200
        assert json.loads(body)["decisions"][0]["invoice"] == "1001"


def test_probes_need_no_token_and_tell_no_text_of_a_policy(service):
    assert service.ask("GET", "/healthz")[0] == 200
    status, _, body = service.ask("GET", "/readyz")
    assert status == 200
    assert set(json.loads(body)) == {"ready", "stale", "generation", "digest", "policies", "problems"}


def test_a_large_body_without_a_token_is_not_read(service):
    head = b"POST /v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
    assert answered(service.say(head)) == (401, "DE620")


def test_tokens_change_while_the_service_runs(service):
    def change(text):
        new = service.tokens.with_suffix(".new")
        new.write_text(text)
        new.chmod(0o600)
        stamp = (datetime.now(UTC) - timedelta(days=1)).timestamp()
        os.utime(new, (stamp, stamp))  # an older file is another file too
        new.replace(service.tokens)

    change(f"{SECOND}\n{THIRD}\n")
    assert service.wait_for("tokens changed")["count"] == 2
    shown = [service.ask("GET", "/v1/policies", Authorization=f"Bearer {one}")[0] for one in (FIRST, SECOND, THIRD)]
    assert shown == [401, 200, 200]
    change("short")
    assert "fewer than 16" in service.wait_for("tokens refused")["reason"]
    assert service.ask("GET", "/v1/policies", Authorization=f"Bearer {THIRD}")[0] == 200
    change(f"{FIRST}\n")
    service.wait_for("tokens changed")
    assert service.ask("GET", "/v1/policies", Authorization=f"Bearer {THIRD}")[0] == 401
    assert not any(token in "".join(service.lines) for token in (FIRST, SECOND, THIRD))

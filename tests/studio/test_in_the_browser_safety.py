"""The studio in a real browser where something goes wrong: nothing unsaved is lost, nothing broken is saved, nobody else comes in."""

import http.client
from base64 import b64encode

import pytest
from browser import Page, eventually

pytest.importorskip("playwright", reason="playwright is not installed (requirements/dev.txt has it)")
from playwright.sync_api import expect


def asked(studio, path="/", method="GET", **headers):
    """The status and headers of an answer, as a program of another user's or another site's page would get it."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=30)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def test_nobody_comes_in_without_the_key(studio):
    link = studio.link.removeprefix(studio.address)
    status, headers = asked(studio, link)
    cookie = headers["Set-Cookie"].split(";")[0]
    socket = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": b64encode(bytes(16)).decode(),
    }
    upgrade = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    own = {"Origin": studio.address}

    assert status == 200
    assert asked(studio, Cookie=cookie)[0] == 200
    assert "default-src 'none'" in asked(studio, Cookie=cookie)[1]["Content-Security-Policy"]
    assert [
        asked(studio)[0],
        asked(studio, "/?key=" + "A" * 43)[0],
        asked(studio, link + "A")[0],
        asked(studio, Cookie=cookie[:-1])[0],
        asked(studio, "/studio/studio.css")[0],
        asked(studio, upgrade, **socket, **own)[0],
        asked(studio, Cookie=cookie, Host="evil.example")[0],
        asked(studio, link, Host=f"evil.example:{studio.port}")[0],
        asked(studio, Cookie=cookie, Origin="https://evil.example")[0],
        asked(studio, Cookie=cookie, Sec_Fetch_Site="cross-site")[0],
        asked(studio, upgrade, Cookie=cookie, **socket, Origin="https://evil.example")[0],
        asked(studio, upgrade, Cookie=cookie, **socket)[0],
    ] == [401, 401, 401, 401, 401, 403, 421, 421, 403, 403, 403, 403]
    assert asked(studio, upgrade, Cookie=cookie, **socket, **own)[0] == 101


def test_unsaved_text_outlives_reload_a_closed_page_and_a_power_cut(browser, studio, policy):
    before = policy.read_bytes()
    with Page(browser, studio) as page:
        page.open().write("inte givet av tjänsten", "ett")
        page.page.reload()
        page.ready().holds("# ett:")
        page.write("räntelagen 6 §", "två")
        page.again().holds("# ett:", "två")
        page.write("räntelagen 3 §", "tre")
        studio.kill()
        studio.start()
        page.again().holds("# ett:", "två", "tre")
        expect(page["status"]).to_contain_text("Inte sparat")
        page["drop"].click()
        expect(page["status"]).to_contain_text("Som sparat")
        assert page.text() == policy.read_text("utf-8")
    assert policy.read_bytes() == before
    assert any("tre" in kept.read_text("utf-8") for kept in policy.parent.rglob(".earlier/*/*"))


def test_a_broken_text_is_not_saved(browser, studio, policy):
    before = policy.read_bytes()
    with Page(browser, studio) as page:
        page.open().write("fee: 60.00 ", "fee: 60.01 ")
        page.page.keyboard.press("Control+s")
        expect(page["problems"]).to_contain_text("DE410")
        expect(page["status"]).to_contain_text("Inte sparat: texten har fel")
        assert policy.read_bytes() == before
        assert not list(policy.parent.rglob(".earlier/*/*"))

        page.write("fee: 60.01 ", "fee: 50.00 ")
        page.page.keyboard.press("Control+s")
        eventually(lambda: b"fee: 50.00 " in policy.read_bytes())


def test_what_somebody_else_has_written_is_not_written_over(browser, studio, policy):
    theirs = policy.read_bytes() + b"# deras\n"
    with Page(browser, studio) as page:
        page.open().write("inte givet av", "mitt")
        expect(page["status"]).to_contain_text("Inte sparat")
        policy.write_bytes(theirs)
        page["save"].click()
        page["keep_mine"].click()
        assert policy.read_bytes() == theirs
        page["save"].click()
        eventually(lambda: b"mitt" in policy.read_bytes())
        assert theirs in [kept.read_bytes() for kept in policy.parent.rglob(".earlier/*/*")]


def test_of_two_pages_one_writes(browser, studio, policy):
    with Page(browser, studio) as first, Page(browser, studio) as second:
        first.open().write("inte givet av", "ett")
        second.open()
        expect(second.editor).to_have_attribute("aria-readonly", "true")
        second["take_over"].click()
        second.holds("ett")
        second.write("ett", "två")
        second["save"].click()
        eventually(lambda: "två" in policy.read_text("utf-8"))
        expect(first.editor).to_have_attribute("aria-readonly", "true")


def test_text_of_a_policy_is_never_run(browser, studio):
    evil = """"><script>document.title='it has run'</script><img src=x onerror="document.title='it has run'">{{document.title='it has run'}}"""
    with Page(browser, studio) as page:
        page.open()
        page.write("title: Påminnelse", f"title: '{evil.replace(chr(39), chr(39) * 2)}'")
        expect(page["timetable"]).to_contain_text(evil)
        page["day-2026-05-04"].click()
        expect(page["explanation"]).to_contain_text(evil)
        page.write("action: remind", f"action: '{evil.replace(chr(39), chr(39) * 2)}'")
        expect(page["problems"]).to_contain_text("<script>")
        assert "it has run" not in page.page.title()
        assert page.hosts() == {f"127.0.0.1:{studio.port}"}

import json
from pathlib import Path

HERE = Path(__file__).parent


def test_the_server_and_all_that_it_needs_are_pinned_by_what_they_hold():
    packages = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"]

    assert wanted == json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    places = {package.get("resolved", "https://registry.npmjs.org/") for package in packages.values()}
    assert [place for place in places if not place.startswith("https://registry.npmjs.org/")] == []

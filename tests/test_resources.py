"""Shipped files are found, in a checkout and in an installed package."""

from decimal import Decimal

import pytest

from dunning_engine import resources


def test_a_checkout_has_its_files_at_the_top():
    assert (resources.rules_directory() / "law").is_dir()
    assert (resources.schemas_directory() / "law.schema.json").is_file()
    assert resources.examples_directory().parent == resources.rules_directory().parent


def test_a_package_has_its_files_inside(tmp_path, monkeypatch):
    shipped = tmp_path / "dunning_engine" / "shipped"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "dunning_engine" / "resources.py"))
    resources._top.cache_clear()
    try:
        assert resources.rules_directory() == shipped / "rules"
        assert resources.schemas_directory() == shipped / "schemas"
        assert resources.examples_directory() == shipped / "examples"
    finally:
        resources._top.cache_clear()


def test_a_schema_is_read_once_and_exactly():
    schema = resources.read_schema("law")
    assert schema is resources.read_schema("law")
    assert schema["definitions"]["percent"]["multipleOf"] == Decimal("0.01")


def test_an_unknown_schema():
    with pytest.raises(FileNotFoundError):
        resources.read_schema("no-such-schema")

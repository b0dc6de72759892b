import importlib.util
import re
from pathlib import Path

import pytest

from dunning_engine.codes import CODES, STAGES

ROOT = Path(__file__).parents[2]


def _module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


golden = _module(Path(__file__).parent / "golden.py")


@pytest.mark.parametrize("path", golden.inputs(), ids=lambda path: path.name)
def test_a_wrong_file_prints_what_its_text_says(path):
    assert golden.printed(path) == golden.expected(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", golden.inputs(), ids=lambda path: path.name)
def test_a_wrong_file_shows_the_code_it_is_named_for(path):
    assert golden.code_of(path) in {problem.code for problem in golden.check(path)}


def test_every_code_has_a_wrong_file():
    assert {golden.code_of(path) for path in golden.inputs()} == set(CODES)


def test_every_expected_text_has_its_wrong_file():
    assert {golden.expected(path).name for path in golden.inputs()} == {path.name for path in golden.HERE.glob("*.txt")}


def test_every_code_in_the_source_is_in_the_catalogue_and_the_reverse():
    sources = [path for path in (ROOT / "src").rglob("*.py") if path.parent.name != "codes"]
    used = {code for path in sources for code in re.findall(r"\"(DE\d{3})\"", path.read_text(encoding="utf-8"))}
    assert used == set(CODES)


def test_the_catalogue_is_in_order_and_every_code_has_its_stage():
    assert list(CODES) == sorted(CODES)
    assert {code[:3] for code in CODES} <= set(STAGES)


def test_the_page_of_errors_is_current():
    page = _module(ROOT / "tools" / "errors_page.py").page()
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == page

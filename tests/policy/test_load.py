import shutil
from datetime import date
from pathlib import Path

import pytest

from dunning_engine.policy.check import check_policy_text
from dunning_engine.policy.load import check_among, check_folder, check_paths, load_policies
from dunning_engine.problems import PolicyError, Severity
from dunning_engine.resources import rules_directory


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A directory of policies, seen from beside it; called with the files' texts by name."""
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, text in files.items():
            path = tmp_path / "policies" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".yaml").write_text(text, encoding="utf-8")
        return "policies"

    return write


def codes(error):
    return [problem.code for problem in error.value.problems]


SHIPPED = [
    "factoring",
    "fakturabelaning",
    "fakturaforsaljning-regress",
    "fakturakop",
    "fakturaservice",
    "paminnelsemodul",
]


def test_the_shipped_policies_load_without_a_path():
    policies = load_policies()
    assert list(policies) == SHIPPED
    assert len(policies) == len(SHIPPED)
    assert policies.warnings == ()
    assert policies["fakturaservice"].revisions[-1].steps[1].span.file == "rules/fakturaservice.yaml"


def test_the_shipped_policies_have_no_problem():
    assert check_paths() == ()
    assert check_paths([rules_directory()]) == ()


@pytest.mark.parametrize(
    ("issued_on", "first_day"),
    [
        (date(2003, 6, 30), None),
        (date(2003, 7, 1), date(2003, 7, 1)),
        (date(2013, 3, 16), date(2003, 7, 1)),
        (date(2019, 12, 31), date(2003, 7, 1)),
        (date(2020, 1, 1), date(2020, 1, 1)),
        (date(2030, 1, 1), date(2020, 1, 1)),
    ],
)
def test_an_invoice_follows_the_revision_of_its_day(issued_on, first_day):
    revision = load_policies()["fakturaservice"].revision_for(issued_on)
    assert (revision.applies_from if revision else None) == first_day


def test_a_name_that_is_not_there_lists_those_that_are():
    with pytest.raises(KeyError, match=f"there are {', '.join(SHIPPED)}"):
        load_policies()["fakturaservise"]


def test_a_directory_is_searched_to_its_bottom(rules, edited):
    place = rules(a=edited(), below__b=edited(("policy: example", "policy: other")))
    assert list(load_policies(place)) == ["example", "other"]


def test_places_are_as_the_path_was_given(rules, edited):
    place = rules(a=edited())
    assert load_policies(place)["example"].revisions[0].span.file == "policies/a.yaml"
    assert load_policies("policies/a.yaml")["example"].revisions[0].span.file == "policies/a.yaml"


def test_hidden_directories_are_no_policies(rules, edited):
    place = rules(**{"a": edited(), ".github__workflow": "on: push"})
    assert list(load_policies(place)) == ["example"]


def test_every_problem_of_every_file_is_raised_at_once(rules, edited):
    place = rules(
        a=edited(("fee: 60.00", "fee: 61.00")), b=edited(("example", "other"), ("demand", "demnd")), c="policy: ["
    )
    with pytest.raises(PolicyError) as error:
        load_policies(place)
    assert codes(error) == ["DE410", "DE206", "DE104"]


def test_one_revision_in_two_files_shows_both(rules, edited):
    place = rules(a=edited(), b=edited())
    with pytest.raises(PolicyError) as error:
        load_policies(place)
    assert codes(error) == ["DE351"]
    problem = error.value.problems[0]
    assert [str(problem.span), *map(str, problem.related)] == ["policies/b.yaml:3:34", "policies/a.yaml:3:34"]


def test_warnings_stop_nothing_and_are_kept(rules, edited):
    policies = load_policies(rules(a=edited(("    send_by: post\n", ""))))
    assert [problem.code for problem in policies.warnings] == ["DE353"]
    assert policies.warnings[0].severity is Severity.WARNING


def test_a_law_beside_the_policies_is_their_law(rules, edited):
    place = rules(a=edited(("fee: 60.00", "fee: 70.00")))
    with pytest.raises(PolicyError) as error:
        load_policies(place)
    assert codes(error) == ["DE410"]
    shutil.copytree(rules_directory() / "law", "policies/law")
    law = Path("policies/law/se-fees.yaml")
    law.write_text(law.read_text(encoding="utf-8").replace("kronor: 60.00", "kronor: 70.00"), encoding="utf-8")
    policies = load_policies(place)
    assert list(policies) == ["example"]
    assert policies["example"].revisions[0].law.digest != load_policies()["fakturaservice"].revisions[0].law.digest


def test_a_broken_law_is_a_problem_of_the_check_and_the_load(rules, edited):
    place = rules(a=edited(), law__bad="law: [")
    with pytest.raises(PolicyError) as error:
        load_policies(place)
    assert "policies/law/bad.yaml" in {problem.span.file for problem in error.value.problems if problem.span}
    assert check_paths([place]) == error.value.problems


def test_the_digest_covers_the_text_and_nothing_but(rules, edited):
    first = load_policies(rules(a=edited()))["example"].revisions[0].digest
    assert first.startswith("sha256:")
    assert load_policies(rules(a=edited()))["example"].revisions[0].digest == first
    assert load_policies(rules(a=edited(("fee: 60.00", "fee: 59.00"))))["example"].revisions[0].digest != first


@pytest.mark.parametrize(("place", "code"), [("nowhere", "DE360"), ("policies/nothing.yaml", "DE360"), (".", "DE361")])
def test_a_place_without_policies_is_a_problem(tmp_path, monkeypatch, place, code):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError) as error:
        load_policies(place)
    assert codes(error) == [code]
    assert [problem.code for problem in check_paths([place])] == [code]


def test_a_file_that_cannot_be_read_is_a_problem(rules, edited, monkeypatch):
    place = rules(a=edited())

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    problems = check_paths([place])
    assert [problem.code for problem in problems] == ["DE360"]
    assert "'policies/a.yaml' cannot be read: Permission denied" in problems[0].message


def test_the_law_is_checked_where_it_is_named(rules):
    place = rules(law__bad="law: [")
    assert {problem.span.file for problem in check_paths([f"{place}/law"]) if problem.span} == {"policies/law/bad.yaml"}
    assert check_paths([f"{place}/law/bad.yaml"]) == check_paths([f"{place}/law"])
    assert check_paths([place]) == check_paths([f"{place}/law"])


def test_the_same_path_twice_is_said_once(rules, edited):
    place = rules(a=edited(("fee: 60.00", "fee: 61.00")))
    assert [problem.code for problem in check_paths([place, place, "policies/a.yaml"])] == ["DE410"]


def test_a_shape_problem_does_not_hide_what_conditions_say(edited):
    text = edited(("currency: SEK\n", ""), ("balance: {at_most: 0.00}", "balance: {at_most: none}"))
    assert [problem.code for problem in check_policy_text(text, "policy.yaml")] == ["DE205", "DE307"]


def test_an_unknown_key_does_not_hide_what_the_law_says(edited):
    text = edited(("fee: 60.00", "fee: 61.00\n    fea: 1.00"))
    assert [problem.code for problem in check_policy_text(text, "policy.yaml")] == ["DE410", "DE204"]


@pytest.mark.parametrize("misspelt", ["    avgift: 60.00\n", "    fe: 60.00\n"])
def test_what_only_a_misspelt_key_leaves_unread_is_not_told_to_be_removed(edited, misspelt):
    text = edited(("    fee: 60.00\n", misspelt))
    assert [problem.code for problem in check_policy_text(text, "policy.yaml")] == ["DE204"]


def digests(policies):
    return {name: [one.digest for one in history.revisions] for name, history in policies.items()}


def test_a_folder_is_checked_with_a_text_in_place_of_a_file(rules, edited):
    place = Path(rules(a=edited(), b=edited(("policy: example", "policy: other"))))
    misspelt = check_folder(place, {place / "a.yaml": edited(("steps:", "stepps:")).encode()})
    assert misspelt.policies is None
    assert {problem.code for problem in misspelt.problems} == {"DE205"}
    changed = check_folder(place, {place / "a.yaml": edited(("policy: example", "policy: changed")).encode()})
    assert changed.policies is not None
    assert list(changed.policies) == ["changed", "other"]


def test_a_folder_that_passes_is_what_is_loaded():
    checked = check_folder()
    assert checked.policies is not None
    assert digests(checked.policies) == digests(load_policies())


def test_a_folder_with_broken_law_has_no_policies(rules, edited):
    checked = check_folder(rules(a=edited(), law__se="law: SE\n"))
    assert checked.policies is None
    assert {problem.span.file for problem in checked.problems} >= {"policies/law/se.yaml"}


def test_a_text_is_checked_among_the_policies_that_it_would_stand_with():
    text = (rules_directory() / "fakturabelaning.yaml").read_bytes()
    assert check_among(text, "text.yaml") == ()
    elsewhere = check_among(text.replace(b"continue_in: fakturaservice", b"continue_in: fakturaservise"), "text.yaml")
    assert {(problem.code, problem.span.file) for problem in elsewhere} == {("DE371", "text.yaml")}
    (empty,) = check_among(b"", "text.yaml")
    assert empty.code == "DE105"

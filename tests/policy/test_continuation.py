"""Policies that continue in one another: what must fit, what is looked for beside a file, and how they are linked."""

import pytest

from dunning_engine.policy.load import check_paths, load_policies
from dunning_engine.problems import PolicyError

AGENCY = """\

  - step: agency
    title: Inkassobolag
    action: hand_over
    days_after_previous_step: 14
    when: {collection_agreement: true}
"""
THEN = "  - step: collection\n"
AGAIN = f"  - {{step: again, title: Igen, action: remind, days_after_previous_step: 8, send_by: post}}\n\n{THEN}"
PAID = AGAIN.replace("send_by: post", "send_by: post, fee: 60.00")
WARNING = PAID.replace("again", "warning").replace("remind,", "warn,")
FREE = ("fee: 60.00", "fee: 0.00")
NO_TERM = ("{reminder_fee: true, ", "{")
NAME = "policy: example"
TO = "continue_in: fakturaservice"
FIRST_DAY = "2020-01-01"
END = "    pay_within_days: 10\n"
REMINDER = "step: reminder"
SECOND = "    days_after_previous_step: 8\n"


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


@pytest.fixture
def buyer(trading):
    """A policy that buys and continues in another; called with their names and changes."""

    def text(name, to, *changes):
        return trading((NAME, f"policy: {name}"), (TO, f"continue_in: {to}"), *changes)

    return text


@pytest.fixture
def service(edited):
    """A policy that an invoice may continue in."""

    def text(name, *changes):
        return edited((NAME, f"policy: {name}"), *changes)

    return text


@pytest.fixture
def pair(rules, buyer, service):
    """A directory of a policy that buys and one that it continues in, each with its changes."""

    def write(ours, theirs):
        return rules(buys=buyer("buys", "serves", *ours), serves=service("serves", *theirs))

    return write


def found(*paths):
    return [(problem.code, problem.span.file.rpartition("/")[2]) for problem in check_paths(paths)]


def test_two_that_fit_have_no_problem(pair):
    assert found(pair([], [])) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "codes"),
    [
        # revisions and currency
        ([(FIRST_DAY, "2020-01-02")], [], []),
        ([], [(FIRST_DAY, "2020-01-02")], ["DE383"]),
        (
            [],
            [("SEK", "EUR"), ("fee: 60.00", "fee: 0.00"), ("fee: 180.00", "fee: 0.00"), ("{reminder_fee: true, ", "{")],
            ["DE383"],
        ),
        # the order in which payments settle, also where only one of them writes it
        ([], [("interest:\n", "payments_settle: [principal, fees, interest]\n\ninterest:\n")], ["DE383"]),
        ([], [("interest:\n", "payments_settle: [fees, interest, principal]\n\ninterest:\n")], []),
        # one action, two names
        ([(REMINDER, "step: first")], [], ["DE376"]),
        ([], [(REMINDER, "step: first")], ["DE376"]),
        (
            [(REMINDER, "step: first"), (SECOND, SECOND + "    when: {sale: without_recourse}\n")],
            [("step: collection", "step: claim")],
            ["DE376"],
        ),
        ([(SECOND, SECOND + "    when: {sale: without_recourse}\n")], [("step: collection", "step: claim")], []),
        ([], [(END, END + AGENCY)], []),
        ([(END, END + AGENCY)], [], []),
        ([(END, END + AGENCY)], [(END, END + AGENCY.replace("step: agency", "step: to_agency"))], ["DE376"]),
        ([(END, END + AGENCY)], [(END, END + AGENCY.replace("hand_over", "monitor"))], ["DE376"]),
        # a second reminder beside the one that both know is no repetition
        ([], [(THEN, AGAIN)], []),
        ([(THEN, AGAIN)], [], []),
        ([(THEN, AGAIN)], [(THEN, AGAIN.replace("again", "once_more"))], ["DE376"]),
        # a reminder fee after one of the other policy's own; what came before it has been charged by then
        ([FREE, (THEN, WARNING)], [FREE, (THEN, PAID)], ["DE376"]),
        ([FREE, (THEN, WARNING)], [FREE, NO_TERM, (THEN, AGAIN)], []),
        ([FREE, NO_TERM, (THEN, WARNING.replace("60.00", "0.00"))], [FREE, (THEN, PAID)], []),
        ([FREE, (THEN, WARNING)], [], []),
    ],
)
def test_what_does_not_fit_is_said_where_it_continues(pair, ours, theirs, codes):
    assert found(pair(ours, theirs)) == [(code, "buys.yaml") for code in codes]


def test_an_override_that_changes_what_a_step_does_is_found(rules, buyer, service):
    override = "\noverrides:\n  - title: Egna\n    when: {client: a}\n    steps:\n      reminder: {action: warn}\n"
    place = rules(buys=buyer("buys", "serves") + override, serves=service("serves"))
    (problem,) = check_paths([place])
    assert (problem.code, problem.excerpt.strip()) == ("DE376", "reminder: {action: warn}")


def test_only_revisions_that_the_invoice_may_follow_are_looked_at(rules, buyer, service):
    place = rules(
        buys=buyer("buys", "serves", (FIRST_DAY, "2020-01-01")),
        buys_later=buyer("buys", "serves", (FIRST_DAY, "2022-01-01"), (REMINDER, "step: first")),
        oldest=service("serves", (FIRST_DAY, "2018-01-01"), (REMINDER, "step: oldest")),
        old=service("serves", (FIRST_DAY, "2019-01-01")),
        new=service("serves", (FIRST_DAY, "2022-01-01"), (REMINDER, "step: first")),
    )
    assert found(place) == []


def test_what_is_repeated_two_policies_on_is_found(rules, buyer, service):
    place = rules(
        a=buyer("a", "b", (END, END + AGENCY)),
        b=buyer("b", "c"),
        c=service("c", (END, END + AGENCY.replace("step: agency", "step: to_agency"))),
    )
    assert found(place) == [("DE376", "a.yaml")]


@pytest.mark.parametrize(
    ("to", "hint"),
    [("srves", "did you mean 'serves'?"), ("inkasso", "the other policies are serves"), ("buys", None)],
)
def test_a_policy_that_is_not_there(rules, buyer, service, to, hint):
    problems = check_paths([rules(buys=buyer("buys", to), serves=service("serves"))])
    assert [problem.code for problem in problems] == (["DE371"] if hint else ["DE372"])
    assert hint is None or problems[0].hint == hint


def test_a_policy_that_cannot_be_read_is_there(rules, buyer, service):
    place = rules(buys=buyer("buys", "serves"), serves=service("serves", ("currency: SEK\n", "")))
    assert found(place) == [("DE205", "serves.yaml")]


def test_another_that_cannot_be_read_is_not_taken_for_the_one_that_is_missing(rules, buyer, service):
    place = rules(buys=buyer("buys", "inkasso"), serves=service("serves", ("currency: SEK\n", "")))
    assert found(place) == [("DE371", "buys.yaml"), ("DE205", "serves.yaml")]


def test_a_file_beside_that_is_too_large_is_said(rules, buyer, service):
    rules(buys=buyer("buys", "serves"), serves=service("serves") + "# and so on\n" * 30_000)
    assert found("policies/buys.yaml") == [("DE106", "serves.yaml")]


def test_a_file_that_may_hold_any_policy_is_not_called_missing(rules, buyer):
    place = rules(buys=buyer("buys", "serves"), serves="[")
    assert found(place) == [("DE104", "serves.yaml")]


def test_a_circle_is_said_once_with_all_its_places(rules, buyer):
    place = rules(a=buyer("a", "b"), b=buyer("b", "c"), c=buyer("c", "a"), d=buyer("d", "a"))
    (problem,) = check_paths([place])
    assert problem.code == "DE372"
    assert problem.message == "the policies continue in a circle: a -> b -> c -> a"
    assert [span.file for span in (problem.span, *problem.related)] == [f"policies/{name}.yaml" for name in "abc"]
    with pytest.raises(PolicyError):
        load_policies(place)


def test_two_circles_are_both_said(rules, buyer):
    place = rules(a=buyer("a", "a"), b=buyer("b", "c"), c=buyer("c", "b"))
    assert [problem.message.rpartition(": ")[2] for problem in check_paths([place])] == ["a -> a", "b -> c -> b"]


def test_a_file_alone_is_read_with_those_beside_it(rules, buyer, service):
    rules(buys=buyer("buys", "middle"), below__middle=buyer("middle", "serves"), serves=service("serves"))
    assert found("policies/buys.yaml") == []
    policies = load_policies("policies/buys.yaml")
    assert list(policies) == ["buys"]
    middle = policies["buys"].continued_by["middle"]
    assert middle.revisions[0].span.file == "policies/below/middle.yaml"
    assert list(middle.continued_by) == ["serves"]


def test_a_file_alone_misses_what_is_not_beside_it(rules, buyer, service):
    rules(
        below__buys=buyer("buys", "serves"), serves=service("serves"), **{"below__.hidden__serves": service("serves")}
    )
    (problem,) = check_paths(["policies/below/buys.yaml"])
    assert (problem.code, problem.hint) == ("DE371", "it is looked for in the same folder")


def test_what_is_given_wins_over_what_lies_beside(rules, buyer, service):
    wrong = service("serves", ("fee: 60.00", "fee: 61.00"))
    rules(one__buys=buyer("buys", "serves"), one__serves=wrong, two__serves=service("serves"))
    assert found("policies/one/buys.yaml", "policies/two/serves.yaml") == []
    assert found("policies/one/buys.yaml") == [("DE410", "serves.yaml")]


def test_warnings_of_what_lies_beside_are_its_own(rules, buyer, service):
    rules(buys=buyer("buys", "serves"), serves=service("serves", ("    send_by: post\n", "")))
    assert found("policies/buys.yaml") == []
    assert load_policies("policies/buys.yaml").warnings == ()
    assert found("policies/serves.yaml") == [("DE353", "serves.yaml")]


def test_files_that_nothing_continues_in_are_not_read(rules, buyer, service):
    rules(buys=buyer("buys", "serves"), serves=service("serves"), broken="policy: broken\nsteps: [", law__bad="law: [")
    assert "broken.yaml" not in {file for _, file in found("policies/buys.yaml")}


def test_a_file_that_only_seems_to_hold_the_policy_is_not_taken_for_it(rules, buyer):
    header = "policy: other\ntitle: Exempel\n"
    other = buyer("other", "serves", (header, "title: |\n  policy: serves\npolicy: other\n"))
    rules(buys=buyer("buys", "serves"), seems=other)
    assert found("policies/buys.yaml") == [("DE371", "buys.yaml"), ("DE371", "seems.yaml")]


def test_histories_are_linked(rules, buyer, service):
    place = rules(
        a=buyer("a", "c"),
        a_later=buyer("a", "b", (FIRST_DAY, "2022-01-01")),
        b=buyer("b", "c", (END, END + AGENCY)),
        c=service("c", (END, END + AGENCY)),
    )
    policies = load_policies(place)
    assert list(policies) == ["a", "b", "c"]
    assert {name: set(history.continued_by) for name, history in policies.items()} == {
        "a": {"b", "c"},
        "b": {"c"},
        "c": set(),
    }
    assert policies["a"].continued_by["b"] is policies["b"]
    assert policies["b"].continued_by["c"] is policies["a"].continued_by["c"] is policies["c"]
    assert {name: set(history.inherited_steps) for name, history in policies.items()} == {
        "a": set(),
        "b": {"reminder", "collection"},
        "c": {"reminder", "collection", "agency"},
    }


def test_steps_are_handed_on_from_policy_to_policy(rules, buyer, service):
    place = rules(a=buyer("a", "b", (END, END + AGENCY)), b=buyer("b", "c"), c=service("c"))
    assert "agency" in load_policies(place)["c"].inherited_steps


def test_the_shipped_policies_that_continue_are_linked():
    policies = load_policies()
    assert policies["fakturaforsaljning-regress"].continued_by["fakturaservice"] is policies["fakturaservice"]
    assert "reminder" in policies["fakturaservice"].inherited_steps

import os
import subprocess

import pytest

from dunning_engine.preview.sides import SideError, sides
from dunning_engine.problems import PolicyError

POLICY = """\
policy: {name}
title: En policy
applies_to_invoices_issued_from: {since}
currency: SEK
country: SE
approval: automatic
agreed_terms: {{reminder_fee: true, due_date: true}}
exclude:
  - reason: Inget kvar att betala
    when: {{balance: {{at_most: 0.00}}}}
steps:
  - step: reminder
    title: Påminnelse
    action: remind
    days_after_due_date: {days}
    send_by: post
    fee: 60.00
    pay_within_days: 8
"""


def written(path, name="house", *, days=7, since="2020-01-01"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(POLICY.format(name=name, days=days, since=since), encoding="utf-8")
    return path


def waits(side, name="house"):
    """The days to the reminder, by the revision's date."""
    return {one.applies_from.isoformat(): one.steps[0].delay.days.count for one in side.policies[name].revisions}


def git(folder, *arguments):
    given = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    given |= {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, env=given, check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Two policies as committed: reminders on day 7 and, in 'other', on day 5; in the folder the first is on day 10."""
    top = tmp_path / "repository"
    written(top / "rules" / "house.yaml")
    written(top / "rules" / "other.yaml", "other", days=5)
    git(top, "init", "--quiet", "--initial-branch", "main")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "policies")
    git(top, "tag", "v1")
    written(top / "rules" / "house.yaml", days=10)
    monkeypatch.chdir(top)
    return top


def test_two_folders(tmp_path):
    written(tmp_path / "new" / "a.yaml", days=10)
    written(tmp_path / "old" / "a.yaml")
    new, old = sides(str(tmp_path / "new"), str(tmp_path / "old"))
    assert (waits(new), waits(old)) == ({"2020-01-01": 10}, {"2020-01-01": 7})
    assert (new.label, old.label) == (str(tmp_path / "new"), str(tmp_path / "old"))


@pytest.mark.parametrize(
    ("since", "then"),
    [
        ("2020-01-01", {"2015-01-01": 6, "2020-01-01": 10}),
        ("2026-01-01", {"2015-01-01": 6, "2020-01-01": 7, "2026-01-01": 10}),
    ],
    ids=["in place of the same date", "another date is a further revision"],
)
def test_a_file_stands_among_the_policies_of_the_other_sides_folder(tmp_path, since, then):
    rules, file = tmp_path / "rules", written(tmp_path / "draft.yaml", days=10, since=since)
    written(rules / "house.yaml")
    written(rules / "earlier" / "house.yaml", days=6, since="2015-01-01")
    written(rules / "other.yaml", "other", days=5)
    before = {"2015-01-01": 6, "2020-01-01": 7}
    for (one, other), (first, second) in {
        (file, rules): (then, before),
        (rules, file): (before, then),
        (file, rules / "house.yaml"): (then, before),
    }.items():
        new, old = sides(str(one), str(other))
        assert (waits(new), waits(old)) == (first, second)
        assert waits(new, "other") == waits(old, "other") == {"2020-01-01": 5}


def test_a_copy_beside_its_original_takes_its_place(tmp_path):
    written(tmp_path / "house.yaml")
    copy = written(tmp_path / "house-draft.yaml", days=10)
    for other in (tmp_path, tmp_path / "house.yaml"):
        new, old = sides(str(copy), str(other))
        assert (waits(new), waits(old)) == ({"2020-01-01": 10}, {"2020-01-01": 7})


def test_what_lies_beside_a_file_and_is_no_usable_policy_is_left_out(tmp_path):
    old = written(tmp_path / "old" / "house.yaml")
    (tmp_path / "old" / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    written(tmp_path / "old" / "double-1.yaml", "double")
    written(tmp_path / "old" / "double-2.yaml", "double")
    found = sides(str(written(tmp_path / "new.yaml", days=10)), str(old))
    assert [[*side.policies] for side in found] == [["house"], ["house"]]


@pytest.mark.parametrize("name", ["HEAD", "v1", "main"])
def test_a_revision_alone_means_the_other_sides_path(repository, name):
    new, old = sides("rules", name)
    assert (waits(new), waits(old)) == ({"2020-01-01": 10}, {"2020-01-01": 7})
    assert old.label == f"{name}:rules"
    assert old.policies["house"].revisions[0].span.file == f"{name}:rules/house.yaml"
    (repository / "rules" / "other.yaml").unlink()
    new, old = sides("rules/house.yaml", name)
    assert (waits(new), waits(old)) == ({"2020-01-01": 10}, {"2020-01-01": 7})
    assert waits(new, "other") == {"2020-01-01": 5}  # the file stands among those of the revision
    assert (new.label, old.label) == ("rules/house.yaml", f"{name}:rules/house.yaml")


def test_a_path_in_a_revision(repository, tmp_path, monkeypatch):
    written(tmp_path / "draft.yaml", days=9)
    for place in ("HEAD:rules", "HEAD:rules/", "HEAD:./rules", "HEAD:rules/house.yaml"):
        new, old = sides(str(tmp_path / "draft.yaml"), place)
        assert (waits(new), waits(old)) == ({"2020-01-01": 9}, {"2020-01-01": 7})
    monkeypatch.chdir(repository / "rules")
    assert waits(sides("../rules", "HEAD:./house.yaml")[1]) == {"2020-01-01": 7}
    git(repository, "commit", "--quiet", "--all", "--message", "later")
    new, old = sides("HEAD", "v1")  # 'rules' of the repository, where neither side names a path
    assert (waits(new), waits(old)) == ({"2020-01-01": 10}, {"2020-01-01": 7})
    assert (new.label, old.label) == ("HEAD:rules", "v1:rules")
    assert waits(sides("HEAD", "v1:rules/house.yaml")[0]) == {"2020-01-01": 10}


def test_a_draft_elsewhere_against_a_revision_means_the_rules_of_the_repository(repository, tmp_path):
    assert repository.is_dir()
    new, old = sides(str(written(tmp_path / "draft.yaml", days=9)), "HEAD")
    assert (waits(new), waits(old), old.label) == ({"2020-01-01": 9}, {"2020-01-01": 7}, "HEAD:rules")


def test_a_policy_that_the_revision_does_not_have_yet(repository):
    written(repository / "rules" / "third.yaml", "third", days=3)
    new, old = sides("rules/third.yaml", "HEAD")
    assert ([*new.policies], [*old.policies]) == (["house", "other", "third"], ["house", "other"])


def test_the_law_of_a_revision_is_that_beside_its_policies(repository):
    written(repository / "rules" / "law" / "se.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "no law")
    with pytest.raises(PolicyError) as caught:
        sides("HEAD:rules", "v1")
    assert {problem.span.file for problem in caught.value.problems if problem.span} == {"HEAD:rules/law/se.yaml"}


def test_a_hook_of_git_points_nowhere_else(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert waits(sides(str(repository / "rules"), "HEAD")[1]) == {"2020-01-01": 7}


@pytest.mark.parametrize(
    ("new", "old", "message"),
    [
        (
            "rules",
            "mian",
            "there is no file or folder 'mian', and there is no git revision 'mian'; did you mean 'main'?",
        ),
        (
            "rules/hose.yaml",
            "main",
            (
                "there is no file or folder 'rules/hose.yaml', and there is no git revision 'rules/hose.yaml'; "
                "did you mean 'rules/house.yaml'?"
            ),
        ),
        ("rules", "main:riles", "there is no 'riles' in the git revision 'main'"),
        ("rules", "main:../elsewhere", "'main:../elsewhere': the path leaves the repository"),
        ("rules", "main:/rules", "'main:/rules': the path leaves the repository"),
        ("rules", "main:notes.txt", "'main:notes.txt' is no policy: policies are files that end in .yaml"),
        ("rules", "main:empty", "there is no policy in 'main:empty'"),
        ("rules", "--output=x", "there is no file or folder '--output=x', and it is no git revision"),
        ("-x", "rules", "there is no file or folder '-x', and it is no git revision"),
        ("rules", "", "there is no file or folder '', and it is no git revision"),
        ("rules", ":rules", "there is no file or folder ':rules', and it is no git revision"),
    ],
)
def test_what_is_not_there(repository, new, old, message):
    (repository / "notes.txt").write_text("", encoding="utf-8")
    (repository / "empty").mkdir()
    (repository / "empty" / "a.txt").write_text("", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "notes")
    with pytest.raises(SideError) as caught:
        sides(new, old)
    assert str(caught.value) == message


def test_problems_are_placed_in_the_revision(repository):
    (repository / "rules" / "house.yaml").write_text("policy: house\ntitel: x\n", encoding="utf-8")
    git(repository, "commit", "--quiet", "--all", "--message", "broken")
    with pytest.raises(PolicyError) as caught:
        sides("v1:rules", "HEAD")
    assert {str(problem.span).split(":")[1] for problem in caught.value.problems} == {"rules/house.yaml"}
    assert str(caught.value.problems[0].span).startswith("HEAD:rules/house.yaml:")


def test_only_the_problems_of_a_draft_are_told(tmp_path):
    written(tmp_path / "rules" / "house.yaml")
    draft = tmp_path / "draft.yaml"
    draft.write_text("policy: house\n  title: [\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        sides(str(draft), str(tmp_path / "rules"))
    assert {problem.span.file for problem in caught.value.problems} == {draft.as_posix()}


def test_a_folder_without_policies_is_a_problem_of_its_own(tmp_path):
    written(tmp_path / "rules" / "house.yaml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PolicyError) as caught:
        sides(str(tmp_path / "empty"), str(tmp_path / "rules"))
    assert [problem.code for problem in caught.value.problems] == ["DE361"]


def test_outside_a_repository(tmp_path, monkeypatch):
    written(tmp_path / "rules" / "house.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SideError, match="'main', and no git repository that it could be a revision of"):
        sides("rules", "main")
    with pytest.raises(SideError) as caught:
        sides("rules", "rulse")
    assert str(caught.value).endswith("could be a revision of; did you mean 'rules'?")


def test_without_git(repository, monkeypatch, tmp_path):
    assert repository.is_dir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(SideError) as caught:
        sides("rules", "main")
    assert str(caught.value) == (
        "there is no file or folder 'main', and git is not installed, and only git could know it as a revision"
    )

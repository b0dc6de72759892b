"""DE388 and on: limits that do not do what they say. DE568 and on: a run that is stopped."""

from __future__ import annotations

from dunning_engine.codes.code import Code

LIMITS: dict[str, Code] = {
    "DE388": Code(
        "Limit for what the policy never does",
        "The limit counts actions of a kind that no step and no section of the policy takes, so it guards nothing.",
        "Follow the hint; the actions are listed in docs/actions.md.",
    ),
    "DE389": Code(
        "Limit of nothing",
        "0 is not read as 'no limit': with it every run that does anything is stopped.",
        "Remove the line where there is to be no limit.",
    ),
    "DE390": Code(
        "Limit that is never reached",
        "Another limit, or the size of the ledger itself, stops a run before this one does.",
        "Write a lower limit, or remove the line.",
    ),
    "DE391": Code(
        "Change that must make runs smaller",
        "The first run after a change of the policy may come to so many percent of the last run's actions; below 100 that is fewer.",
        "Write 100 or more: 150 is half as many again.",
    ),
}

STOPPED_RUNS: dict[str, Code] = {
    "DE568": Code(
        "Run above a limit",
        "The run comes to more than its policy's section `limits` lets through, so nothing has been written.",
        "Look at what it would do, with `dunning preview` where the policy has changed. If it is as it should be, give its number of actions: `--confirm 3214`.",
    ),
    "DE569": Code(
        "Run far above the last one after a change",
        "The policy, or the law that it was checked against, has changed since the last run, and this run comes to more than so many percent of what the last one came to. Nothing has been written.",
        "Look at what the change does with `dunning preview`. If it is as it should be, give the run's number of actions: `--confirm 3214`.",
    ),
    "DE570": Code(
        "Not a file of a last run",
        "The file that `--last-run` names cannot be read as what a run leaves there. Nothing is evaluated, and the file stays as it is.",
        "Name the right file. Where it is lost, name one that does not exist: the next run then counts as the first.",
    ),
    "DE571": Code(
        "Limit that could not be looked at",
        "The policy limits the first run after a change, and nothing is known of the run before: no file was named, or the policy was not in that run.",
        "Give `--last-run FILE` at every run of the ledger; the file is written by the first.",
    ),
    "DE572": Code(
        "Another number than was confirmed",
        "`--confirm` names the number of actions that somebody has looked at, and the run comes to another. Nothing has been written.",
        "Look at the run as it is now, and give its number.",
    ),
}

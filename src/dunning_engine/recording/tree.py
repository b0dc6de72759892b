"""All recordings of one computation as a tree: a question at each fork, what was computed at each leaf."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from dunning_engine.recording.expressions import Expressions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dunning_engine.recording.tape import Answer, Question

Output = TypeVar("Output")


@dataclass(slots=True)
class Leaf(Generic[Output]):
    """Where the questions end: what was computed there."""

    output: Output


@dataclass(slots=True)
class Fork(Generic[Output]):
    """A question with what comes after each answer that has been met; ``met`` counts the rows of answers not yet recorded."""

    question: Question
    after: dict[Answer, Node[Output]] = field(default_factory=dict)
    met: dict[Answer, int] = field(default_factory=dict)


Node: TypeAlias = "Fork[Output] | Leaf[Output]"


class Tree(Generic[Output]):
    """Grows by recordings; ``root`` is ``None`` before the first."""

    def __init__(self) -> None:
        self.expressions = Expressions()
        self.root: Node[Output] | None = None
        self.recordings = 0

    def grow(self, asked: Sequence[tuple[Question, Answer]], output: Output) -> None:
        """Add a recording: its questions with their answers, and what came of it.

        Raises ``AssertionError`` where it asks another question than an earlier recording with the same answers did: then
        the computation looked at something beside its recorded values.
        """
        self.recordings += 1
        leaf: Leaf[Output] = Leaf(output)
        if self.root is None:
            self.root = Fork(asked[0][0]) if asked else leaf
        at = self.root
        for place, (question, answer) in enumerate(asked):
            if not isinstance(at, Fork) or at.question != question:
                raise AssertionError(f"{question} was asked where an earlier recording did not ask it")
            following = at.after.get(answer)
            if following is None:
                following = Fork(asked[place + 1][0]) if place + 1 < len(asked) else leaf
                at.after[answer] = following
            at = following
        if isinstance(at, Fork):
            raise AssertionError(f"{at.question} was not asked where an earlier recording asked it")  # noqa: TRY004

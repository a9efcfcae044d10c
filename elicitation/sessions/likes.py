"""What an answer of any kind says is liked."""

from elicitation.sessions.events import Answered


def liked_in(answer: Answered) -> tuple[str, ...]:
    """Keys of the items picked, tapped or named, of both of a pair, and of the best of several."""
    said = answer.choice
    match said.kind:
        case "pick" | "taps" | "named":
            return said.items
        case "best_worst":
            return said.items[:1]
        case "both":
            return answer.items
        case _:
            return ()

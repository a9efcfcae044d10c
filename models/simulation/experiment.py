"""Validated settings of a lab experiment, and the folder of its results."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from models.simulation.simulated_users import DRAWN, MOST_PEOPLE, REPLAYED

MOST_QUESTIONS, PART = 40, 10  # people per part; stopping loses at most one part


@dataclass(frozen=True)
class Experiment:
    """Settings of an experiment. Raises ValueError for impossible ones."""

    policies: tuple[str, ...]
    n_people: int = 200
    n_questions: int = 20  # shown to each person by each policy
    lapse: float = 0.0  # share of random answers
    seed: int = 0
    who: str = DRAWN  # or REPLAYED
    stopping: str = "fixed"  # rule by which the app would stop, of STOPPING
    n_planned: int = 10  # informative answers before the rule may stop

    def __post_init__(self) -> None:
        unknown = sorted(set(self.policies) - set(POLICIES))
        if unknown or not self.policies or len(set(self.policies)) < len(self.policies):
            raise ValueError(
                f"expected different policies of {', '.join(POLICIES)}; "
                f"got {', '.join(self.policies) or 'none'}"
            )
        if self.who not in (DRAWN, REPLAYED):
            raise ValueError(f"who answers: expected {DRAWN} or {REPLAYED}, got {self.who}")
        if self.stopping not in STOPPING:
            rules = ", ".join(STOPPING)
            raise ValueError(f"stopping: expected one of {rules}, got {self.stopping}")
        for what, value, low, high in (
            ("people", self.n_people, 2, MOST_PEOPLE),
            ("questions", self.n_questions, 1, MOST_QUESTIONS),
            ("planned questions", self.n_planned, 1, MOST_QUESTIONS),
            ("share of careless answers", self.lapse, 0.0, 1.0),
            ("seed", self.seed, 0, 2**32 - 1),
        ):
            if not low <= value <= high:
                raise ValueError(f"{what}: expected {low} to {high}, got {value}")

    @property
    def n_parts(self) -> int:
        """Pieces of work, each a file when it is done."""
        return len(self.policies) * -(-self.n_people // PART)


def place(root: Path, experiment: Experiment, fingerprint: str) -> Path:
    """Where this experiment's results lie; ``fingerprint`` is that of the artifact."""
    what = json.dumps([fingerprint, asdict(experiment)], sort_keys=True)
    return root / hashlib.sha256(what.encode()).hexdigest()[:16]

"""A small world of facts with different exposure: the task of the activation experiment.

As in section 5 of arXiv 2603.03415: entities and relations, random acyclic rules, facts "head
relation tail" of which about half follow from others by a rule; a network learns to say the tail.
Added here: each fact is shown 1, 4, 16 or 64 times, assigned at random, so exposure is independent
of the content of the fact. In the mirrored twin of a run the levels are exchanged (1 for 64, 4 for
16): comparing a fact with itself in the twin isolates the effect of exposure.

Every (head, relation) has one tail, so that each question has one right answer. Names are three or
two random letters, read letter by letter; no fact is longer than another.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

EXPOSURES = (1, 4, 16, 64)
HELD_OUT = 0  # exposure of facts that follow from a rule and are never shown
ENTITY_LETTERS, RELATION_LETTERS, ALPHABET = 3, 2, 26
BEGIN = ALPHABET  # the token before every fact
N_TOKENS = ALPHABET + 1
N_PROMPT = 1 + ENTITY_LETTERS + RELATION_LETTERS  # the state after these is measured
SHORT, LONG = (2, 3), (4, 5)  # lengths of a rule's body: medium and hard


@dataclass(frozen=True)
class ActivationWorldSize:
    """The defaults fit one CPU core; the published experiment has 4000, 50, 20 and 10,000."""

    n_entities: int = 120
    n_base_relations: int = 11
    n_rules: int = 40  # each with a relation of its own, a quarter of them of each length
    n_per_exposure: int = 400
    n_held_out: int = 250  # at most, of the short and of the long rules each
    known: float = 0.7  # chance that an entity of few connections is the head of a base relation


@dataclass(frozen=True, eq=False)
class ActivationWorld:
    """Facts with their exposure; the arrays have one row or value a fact."""

    facts: Ints  # (n_facts, 3) head, relation, tail
    body: Ints  # (n_facts,) length of the rule that gives it; 1 for facts no rule gives
    exposure: Ints  # (n_facts,) of EXPOSURES, or HELD_OUT
    tokens: Ints  # (n_facts, N_PROMPT + ENTITY_LETTERS)
    entity_tokens: Ints  # (n_entities, ENTITY_LETTERS)

    def shown(self, rng: np.random.Generator) -> Ints:
        """Fact numbers in the order in which they are shown: each as often as its exposure."""
        return rng.permutation(np.repeat(np.arange(len(self.facts)), self.exposure))

    def options(self, rng: np.random.Generator, n_options: int = 10) -> Ints:
        """Entities to choose the tail from, (n_facts, n_options); the right one comes first."""
        tails = self.facts[:, 2]
        popular = np.bincount(tails, minlength=len(self.entity_tokens))
        # distinct, and often the tail of other facts: knowing what is popular does not help
        keys = np.log(np.maximum(popular, 1e-9)) + rng.gumbel(size=(len(tails), len(popular)))
        keys[np.arange(len(tails)), tails] = np.inf
        return np.argsort(-keys, axis=1)[:, :n_options]


def activation_world(
    size: ActivationWorldSize, seed: int, mirrored: bool = False
) -> ActivationWorld:
    """One world; ``mirrored`` is the same facts with the exposures turned round.

    Raises ValueError if the rules give too few facts for the exposures asked for.
    """
    rng = np.random.default_rng([seed, 70])
    tails = _base_tails(size, rng)
    bodies = [_body(size, rule, rng) for rule in range(size.n_rules)]
    for body in bodies:  # each rule may use the relations of earlier ones
        tails = np.concatenate([tails, _follow(tails, body)[None]])
    lengths = np.array([1] * size.n_base_relations + [len(body) for body in bodies])
    heads, relations = np.nonzero(tails.T >= 0)
    facts = np.stack([heads, relations, tails[relations, heads]], axis=1)
    facts = facts[rng.permutation(len(facts))]
    chosen, exposure = _exposed(facts, lengths[facts[:, 1]], size, rng)
    if mirrored:
        turned = dict(zip((HELD_OUT, *EXPOSURES), (HELD_OUT, *EXPOSURES[::-1]), strict=True))
        exposure = np.array([turned[int(level)] for level in exposure])
    facts = facts[chosen]
    entities = _names(size.n_entities, ENTITY_LETTERS, rng)
    labels = _names(len(lengths), RELATION_LETTERS, rng)
    begin = np.full((len(facts), 1), BEGIN)
    parts = [begin, entities[facts[:, 0]], labels[facts[:, 1]], entities[facts[:, 2]]]
    return ActivationWorld(
        facts, lengths[facts[:, 1]], exposure, np.concatenate(parts, axis=1), entities
    )


def _base_tails(size: ActivationWorldSize, rng: np.random.Generator) -> Ints:
    """(n_base_relations, n_entities) tails, -1 where there is none; few entities are in most."""
    weight = np.arange(1, size.n_entities + 1) ** -0.5
    shape = (size.n_base_relations, size.n_entities)
    known = rng.random(shape) < size.known + (1.0 - size.known) * weight
    return np.where(known, rng.choice(size.n_entities, shape, p=weight / weight.sum()), -1)


def _body(size: ActivationWorldSize, rule: int, rng: np.random.Generator) -> Ints:
    """Relations to follow in order; only earlier ones, so that rules are acyclic."""
    lengths = (*SHORT, *LONG)
    first = size.n_base_relations
    # a long body of rules of rules would hardly ever apply: at most one step is a rule
    body = rng.integers(first, size=lengths[rule % len(lengths)])
    if rule >= len(lengths) and rng.random() < 0.5:
        body[rng.integers(len(body))] = first + rng.integers(rule)
    return body


def _follow(tails: Ints, body: Ints) -> Ints:
    """The entity reached from each entity along the body's relations, -1 if a step is missing."""
    at = np.arange(tails.shape[1])
    for relation in body:
        at = np.where(at >= 0, tails[relation, at], -1)
    return at


def _exposed(
    facts: Ints, body: Ints, size: ActivationWorldSize, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Numbers of the facts used, and their exposures; half of them follow from rules."""
    n_shown = size.n_per_exposure * len(EXPOSURES)
    base, derived = np.flatnonzero(body == 1), np.flatnonzero(body > 1)
    held = derived[rng.random(len(derived)) < 0.35]
    shown = np.setdiff1d(derived, held)[: n_shown // 2]
    base = base[: n_shown - len(shown)]
    if len(base) + len(shown) < n_shown:
        raise ValueError(
            f"expected {n_shown} facts to show, got {len(base) + len(shown)}: raise n_entities, "
            "n_base_relations or known, or lower n_per_exposure"
        )
    numbers = rng.permutation(np.concatenate([base, shown]))
    unseen = [held[np.isin(body[held], kind)][: size.n_held_out] for kind in (SHORT, LONG)]
    exposure = np.repeat(EXPOSURES, size.n_per_exposure)
    chosen = np.concatenate([numbers, *unseen])
    return chosen, np.concatenate([exposure, np.zeros(len(chosen) - n_shown, dtype=np.int64)])


def _names(n: int, n_letters: int, rng: np.random.Generator) -> Ints:
    """Distinct random words, (n, n_letters) letters."""
    numbers = rng.choice(ALPHABET**n_letters, n, replace=False)
    return np.stack([numbers // ALPHABET**place % ALPHABET for place in range(n_letters)], axis=1)

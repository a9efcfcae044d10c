"""A history brought along against none, by the code that serves: NDCG@100 before any question.

`python -m benchmarks.histories --json FILE`: the models are fitted once; of each validation person,
who trained none of them, likes among one half of the catalogue are imported into a session, and the
list is judged on the other half. Validation people also chose the trust in answers, which does not
matter here: nothing is asked.
"""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.common.report import Claim, Row, parser_of, write_report
from elicitation.inference.belief import Belief
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.events import Imported, Started
from elicitation.sessions.session import Session, apply
from models.artifacts import Artifact
from models.datasets.catalogue import ENOUGH_LIKES, Dataset, likes
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.fit import FitConfig, Fitted, assign_roles, fit_everything
from models.histories.start import start_from
from models.rewards.prior_tuning import HalvedCatalogue, halve, judged_ndcg

Floats = NDArray[np.float64]

SIZES = (1, 5, 20)  # likes


def served(artifact: Artifact, liked: Sequence[str]) -> Floats:
    """Scores (n_items,) of the list that somebody with this history is shown."""
    started = Started("benchmark", 0, "a_optimal", 10, "", artifact.basis.fingerprint)
    session = apply(Session(started), Imported(0, "", tuple(liked)))
    start = start_from(artifact, session.history.liked)
    belief = Belief(artifact.basis, session, start.coefficients)
    return Ranker.fitted(start.default).scores(belief)


def judged(
    artifact: Artifact,
    half: HalvedCatalogue,
    liked: sparse.csr_matrix,  # (n_people, n_items)
    n_likes: int,
    seed: int,
) -> Floats:
    """NDCG@100 of each person on the judged half, (n_people,); nan with too few likes in either."""
    keys, scores, enough = artifact.basis.keys, [], []
    for person in range(liked.shape[0]):
        own = liked.indices[liked.indptr[person] : liked.indptr[person + 1]]
        rng = np.random.default_rng([seed, person])
        known = rng.permutation(own[half.askable[own]])[:n_likes]
        enough.append(len(known) == n_likes)
        scores.append(served(artifact, [keys[item] for item in known]))
    targets = liked.multiply((~half.askable).astype(np.float64)).tocsr()
    return np.where(enough, judged_ndcg(np.array(scores), targets, half), np.nan)


def artifact_of(dataset: Dataset, fitted: Fitted) -> Artifact:
    """What ``train`` would write, without writing it."""
    return Artifact(
        dataset.catalogue,
        fitted.basis,
        fitted.priors,
        fitted.familiarity,
        dataset.words,
        dataset.notice,
        {"content": {"like": dataset.like}},
        fitted.tensors,
    )


def compare(none: Floats, found: Floats, n_likes: int) -> tuple[Row, Claim]:
    """The row and the claim of histories of this length against no history."""
    used = ~np.isnan(found) & ~np.isnan(none)
    mean, low, high = paired_interval(found[used] - none[used], np.random.default_rng(0))
    row: Row = {
        "likes": n_likes,
        "people": int(used.sum()),
        "without": float(none[used].mean()),
        "with": float(found[used].mean()),
        "gain": mean,
        "low": low,
        "high": high,
    }
    name = f"a history of {n_likes} over none: {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
    return row, Claim(name, low, "interval above 0", low > 0.0)


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dataset, config = load_dataset(options.data), FitConfig()
    catalogue, ratings = dataset.catalogue, dataset.people_with_history(ENOUGH_LIKES)
    fitted = fit_everything(
        ratings,
        dataset.like,
        catalogue.keys,
        catalogue.titles,
        catalogue.genres,
        config,
        options.seed,
    )
    roles = assign_roles(ratings.shape[0], config, np.random.default_rng([options.seed, 0]))
    liked = likes(ratings[roles[2]], dataset.like).tocsr()
    artifact = artifact_of(dataset, fitted)
    half = halve(fitted.basis.n_items, np.random.default_rng([options.seed, 5]))
    none = judged(artifact, half, liked, 0, options.seed)
    found = [
        compare(none, judged(artifact, half, liked, n_likes, options.seed), n_likes)
        for n_likes in SIZES
    ]
    return write_report([row for row, _ in found], [claim for _, claim in found], options.json)


if __name__ == "__main__":
    sys.exit(main())

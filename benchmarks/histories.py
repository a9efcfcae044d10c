"""A history brought along against none, by the code that serves: NDCG@100 before any question.

`python -m benchmarks.histories --json FILE`: the models are fitted once; of each validation person,
who trained none of them, likes among one half of the catalogue are imported into a session, and the
list is judged on the other half. Validation people also chose the trust in answers, which does not
matter here: nothing is asked.

Dislikes beside five likes: what they do to the list, and to how well likes and dislikes of the
other half are told apart (``apart``), by the weight of a dislike.
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
from models.artifacts import DEFAULT_PRIOR, Artifact
from models.datasets.catalogue import ENOUGH_LIKES, Dataset, likes
from models.datasets.rating_files import HIGHEST, LOWEST
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.fit import FitConfig, Fitted, assign_roles, fit_everything
from models.histories.dislikes import WEIGHT
from models.histories.start import start_from
from models.rewards.prior_tuning import HalvedCatalogue, halve, judged_ndcg

Floats = NDArray[np.float64]

SIZES = (1, 5, 20)  # likes
WEIGHTS = (0.0, WEIGHT / 2.0, WEIGHT, 2.0 * WEIGHT, 4.0 * WEIGHT, 1.0)
N_LIKES, FEWEST = 5, 5  # likes beside dislikes; dislikes, and ratings of either kind to tell apart


def served(
    artifact: Artifact, liked: Sequence[str], disliked: Sequence[str] = (), weight: float = WEIGHT
) -> Floats:
    """Scores (n_items,) of the list that somebody with this history is shown."""
    started = Started("benchmark", 0, "a_optimal", 10, "", artifact.basis.fingerprint)
    session = apply(Session(started), Imported(0, "", tuple(liked), tuple(disliked)))
    start = start_from(artifact, session.history.liked, session.history.disliked, weight)
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


def with_dislikes(
    artifact: Artifact,
    half: HalvedCatalogue,
    ratings: sparse.csr_matrix,  # (n_people, n_items) stars
    like: float,
    dislike: float,  # stars below which a rating is a dislike
    weight: float,
    seed: int,
) -> tuple[Floats, Floats]:
    """NDCG@100 and ``apart`` of each person on the judged half, (n_people,) each.

    Histories have N_LIKES likes and all dislikes of the other half; nan with fewer than FEWEST.
    """
    keys, scores, telling = artifact.basis.keys, [], []
    for person in range(ratings.shape[0]):
        row = ratings[person]
        known, stars = half.askable[row.indices], row.data
        rng = np.random.default_rng([seed, person])
        liked = rng.permutation(row.indices[known & (stars >= like)])[:N_LIKES]
        disliked = row.indices[known & (stars < dislike)]
        own = served(artifact, [keys[i] for i in liked], [keys[i] for i in disliked], weight)
        enough = len(liked) == N_LIKES and len(disliked) >= FEWEST
        others = (row.indices[~known & (stars >= like)], row.indices[~known & (stars < dislike)])
        telling.append(apart(own[others[0]], own[others[1]]) if enough else np.nan)
        scores.append(own if enough else np.full(len(own), np.nan))
    targets = likes(ratings, like).multiply((~half.askable).astype(np.float64)).tocsr()
    used = np.flatnonzero(~np.isnan([own[0] for own in scores]))
    found = np.full(len(scores), np.nan)
    found[used] = judged_ndcg(np.array(scores)[used], targets[used], half)
    return found, np.array(telling)


def apart(liked: Floats, disliked: Floats) -> float:
    """Share of pairs of a liked and a disliked item that the scores order rightly, ties half.

    nan with fewer than FEWEST of either.
    """
    if min(len(liked), len(disliked)) < FEWEST:
        return float("nan")
    gaps = liked[:, None] - disliked
    return float(np.mean((gaps > 0.0) + 0.5 * (gaps == 0.0)))


def by_weight(
    artifact: Artifact, half: HalvedCatalogue, ratings: sparse.csr_matrix, like: float, seed: int
) -> tuple[list[Row], Claim]:
    """A row a weight, and the claim that the weight in use costs the list nothing measurable."""
    dislike = (LOWEST + HIGHEST) / 2.0
    found = {
        weight: with_dislikes(artifact, half, ratings, like, dislike, weight, seed)
        for weight in WEIGHTS
    }
    rows: list[Row] = []
    reach = {}
    for weight, (ndcg, telling) in found.items():
        row: Row = {"weight of a dislike": weight, "people": int((~np.isnan(ndcg)).sum())}
        for name, values, without in (
            ("list", ndcg, found[0.0][0]),
            ("apart", telling, found[0.0][1]),
        ):
            mean, low, high = paired_interval(values - without, np.random.default_rng(0))
            row = {
                **row,
                name: float(np.nanmean(values)),
                f"{name} gain": mean,
                f"{name} from": low,
                f"{name} to": high,
            }
            reach[name, weight] = high
        rows.append(row)
    high = reach["list", WEIGHT]
    name = f"dislikes at weight {WEIGHT} beside {N_LIKES} likes: NDCG@100 gained, upper end"
    return rows, Claim(name, high, "at least 0", high >= 0.0)


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
    dataset, config = load_dataset(options.data), FitConfig(only=(DEFAULT_PRIOR,))
    catalogue, ratings = dataset.catalogue, dataset.people_with_history(ENOUGH_LIKES)
    fitted = fit_everything(
        ratings,
        dataset.like,
        catalogue.keys,
        catalogue.titles,
        catalogue.genres,
        config,
        options.seed,
        years=catalogue.years,
    )
    roles = assign_roles(ratings.shape[0], config, np.random.default_rng([options.seed, 0]))
    validation = ratings[roles[2]].tocsr()
    liked = likes(validation, dataset.like).tocsr()
    artifact = artifact_of(dataset, fitted)
    half = halve(fitted.basis.n_items, np.random.default_rng([options.seed, 5]))
    none = judged(artifact, half, liked, 0, options.seed)
    found = [
        compare(none, judged(artifact, half, liked, n_likes, options.seed), n_likes)
        for n_likes in SIZES
    ]
    rows, claim = by_weight(artifact, half, validation, dataset.like, options.seed)
    return write_report(
        [*(row for row, _ in found), *rows], [*(own for _, own in found), claim], options.json
    )


if __name__ == "__main__":
    sys.exit(main())

"""Twelve people whose taste is a rule that anybody can read: `python -m benchmarks.personas`.

Each names up to three films and taps nine screens of nine, of a fit as `models.train` makes it. The
list is the app's: by the served prior, among what they know with a probability of at most the bound
that validation people chose, without what was shown, and with a series in one place of ten. Counted
are the films of the persona's kind among the first ten, the crowd's 30 favourites there, and films
that the persona does not know.
"""

import sys

import numpy as np

from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.elicitation.screen_arms import NAMED
from benchmarks.personas.rules import PERSONAS
from elicitation.recommendations.list_figures import list_figures
from elicitation.recommendations.new_to_you import (
    DEFAULT_PLACE,
    allowance,
    places,
    spread_out,
)
from elicitation.recommendations.personal_list import N_SPARE
from elicitation.recommendations.scores import recommend
from elicitation.simulation.screen_people import ScreenPerson
from elicitation.simulation.screen_sessions import run_screens
from models.artifacts import DEFAULT_PRIOR
from models.datasets.catalogue import ENOUGH_LIKES, likes
from models.datasets.registry import load_dataset
from models.datasets.series import series_of
from models.fit import FitConfig, fit_everything
from models.validation.list_bound import what_ranks

FAVOURITES = 30
LIST = 10
LEAST_KIND, MOST_FAVOURITES, LEAST_NEW = 6, 4, 5


def main() -> int:
    options = parser_of(__doc__).parse_args()
    dataset = load_dataset(options.data)
    catalogue, like = dataset.catalogue, dataset.like
    ratings = dataset.people_with_history(ENOUGH_LIKES)
    columns = catalogue.keys, catalogue.titles, catalogue.genres
    config = FitConfig(only=(DEFAULT_PRIOR,))
    fitted = fit_everything(ratings, like, *columns, config, 0, years=catalogue.years)
    basis, model = fitted.basis, fitted.basis.taste_model
    bounds = places(fitted.most_known)[DEFAULT_PLACE]
    groups = series_of(catalogue.titles, catalogue.work_numbers)
    counts = np.asarray(likes(ratings, like).sum(axis=0)).ravel()
    favourites = np.argsort(-counts, kind="stable")[:FAVOURITES]
    rows: list[Row] = []
    for number, persona in enumerate(PERSONAS):
        rng = np.random.default_rng([0, number])
        kind, knows = persona.liked(catalogue), persona.knows(catalogue, model.known_logits, rng)
        person = ScreenPerson(np.where(knows, np.where(kind, 1.0, 0.0), np.nan), 0.5)
        askable = np.ones(model.n_items, dtype=bool)
        trace = run_screens(model, person, askable, NAMED, "adaptive", rng)
        logits, scores = what_ranks(basis, fitted.familiarity, fitted.blend, trace)
        scores = scores + allowance(logits, scores, bounds)
        shown = np.array([item for reply in trace.replies for item in reply.items])
        first = spread_out(recommend(scores, shown, LIST + N_SPARE), groups, k=LIST)
        figures = list_figures(first.tolist(), favourites.tolist(), logits, model.rewards)
        rows.append(
            {
                "persona": persona.name,
                "of the kind": int(kind[first].sum()),
                "crowd's favourites": round(LIST * figures.crowd),
                "new": int((~knows[first]).sum()),
                "probably known": round(figures.known, 3),
                "diversity": round(figures.diversity, 3),
                "the first five": "; ".join(catalogue.titles[item] for item in first[:5]),
            }
        )
    wanted = round(0.75 * len(rows))
    claims = [
        _claim(rows, "of the kind", LEAST_KIND, LIST, wanted),
        _claim(rows, "crowd's favourites", 0, MOST_FAVOURITES, wanted),
        _claim(rows, "new", LEAST_NEW, LIST, wanted),
    ]
    return write_report(rows, claims, options.json)


def _claim(rows: list[Row], column: str, least: int, most: int, wanted: int) -> Claim:
    held = sum(least <= int(row[column] or 0) <= most for row in rows)
    name = f"personas with {least} to {most} of ten {column}"
    return Claim(name, float(held), f"{wanted} of {len(rows)} or more", held >= wanted)


if __name__ == "__main__":
    sys.exit(main())

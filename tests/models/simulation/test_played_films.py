"""The characters of autoplay on the embedded films: the list is what they are named after."""

import numpy as np
import pytest

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.questions.screens import DEFAULT_PLAN
from elicitation.recommendations.list_figures import list_figures
from elicitation.recommendations.new_to_you import NewToYou
from elicitation.recommendations.personal_list import ranking
from elicitation.recommendations.scores import Ranker, SharedPrior, favourites
from elicitation.sessions.events import Started
from elicitation.sessions.session import Session, apply
from elicitation.simulation.characters import Character, answer_as
from models.artifacts import DEFAULT_PRIOR, Artifact
from models.datasets.registry import load_dataset
from models.rewards.bases import BasisData, basis_of_scores
from models.rewards.rasch_model import fit_familiarity
from models.rewards.score_basis import ScoreBasisConfig, fit_score_basis
from models.rewards.widths import Widths
from models.simulation.demo_users import CONTRARY, KINDS, cast

pytestmark = pytest.mark.slow

N_SCREENS, LISTED = 10, 10


@pytest.fixture(scope="module")
def films() -> Artifact:
    """The embedded films with a basis of scores, ranked by its utility."""
    dataset = load_dataset("movielens")
    catalogue, ratings = dataset.catalogue, dataset.people_with_history(5)
    share = np.asarray((ratings > 0).mean(axis=0)).ravel()
    familiarity = fit_familiarity(ratings)
    nobody = ratings[:0]
    data = BasisData(
        ratings,
        nobody,
        nobody,
        dataset.like,
        familiarity,
        catalogue.keys,
        catalogue.titles,
        catalogue.genres,
        catalogue.years,
    )
    scores = fit_score_basis(ratings, dataset.like, ScoreBasisConfig(), 0)
    widths = Widths(n_bases=scores.rewards.shape[1])
    basis = basis_of_scores(scores, data, share, ratings.shape[0], widths)
    prior = SharedPrior(basis.offsets, basis.rewards, 0.5)
    parts = {DEFAULT_PRIOR: prior}, familiarity, dataset.words, "", {"content": {}}, {}
    return Artifact(catalogue, basis, *parts)


def played(films: Artifact, people: tuple[Character, ...], seed: int) -> Belief:
    """What is believed of a character after ten screens of the default plan."""
    started = Started("played", seed, "a_optimal", N_SCREENS, "", "", plan=DEFAULT_PLAN)
    session = Session(started)
    for _ in range(N_SCREENS):
        question = next_question(Belief(films.basis, session), films.familiarity)
        assert question is not None
        session = apply(session, answer_as(films.basis, people, question, seed))
    return Belief(films.basis, session)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_fan_is_shown_their_kind_and_little_that_everybody_knows(
    films: Artifact, name: str, seed: int
) -> None:
    belief = played(films, cast(films)[name], seed)
    ranker = Ranker(films.shared, 0.5, NewToYou(films.familiarity, films.alike))
    listed = ranking(belief, ranker, LISTED)
    of_kind = [bool(KINDS[name][0] & set(films.catalogue.genres[item])) for item in listed]
    assert sum(of_kind) >= 8, [films.catalogue.titles[item] for item in listed]
    figures = list_figures(
        listed, favourites(films.shared, 30), ranker.aim.known_logits(belief), films.basis.rewards
    )
    assert figures.crowd <= 0.4 and figures.known <= 0.7 and figures.diversity > 0.1


def test_who_answers_by_lot_gets_another_list(films: Artifact) -> None:
    ranker = Ranker(films.shared, 0.5, NewToYou(films.familiarity, films.alike))
    people = cast(films)
    lists = {name: ranking(played(films, people[name], 0), ranker, LISTED) for name in people}
    assert len({*lists[CONTRARY]} & {*lists["horror"]}) < LISTED
    assert not {*lists["family"]} & {*lists["horror"]}

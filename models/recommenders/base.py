"""What a recommender is, and the record that the table RECOMMENDERS holds for each.

The record is light: its functions import torch only when they are called, so serving can read the
table (names in the menu, ``load``) without torch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.recommendations.scores import SharedPrior

if TYPE_CHECKING:
    from models.recommenders.training.distributed import Team

Floats = NDArray[np.float64]


class Recommender(Protocol):
    """A fitted model that ranks items for any history; it has no parameters per user."""

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Scores of every item for every history.

        ``histories`` (n_users, n_items): 1.0 for a like, 0.0 otherwise; a row may be empty and the
        order of its entries does not matter. Returns (n_users, n_items), higher is better:
        log-probabilities up to a constant per user where the model has them, else on a scale of its
        own. Scores of different users do not compare.
        """
        ...


Judge = Callable[[Recommender], Floats]  # quality for each validation person, nan where undefined


@dataclass(frozen=True)
class FitRun:
    """One run of fitting: its seed, where it reports progress, and who trains.

    ``on_progress`` takes the finished share, 0 to 1. ``team`` are the processes that share the
    training, None for this one alone.
    """

    seed: int
    on_progress: Callable[[float], None] = lambda share: None
    team: "Team | None" = None
    judge: Judge | None = None  # validation people, for fits that stop early
    memory: int = 8 * 2**30  # bytes that the fit may take

    def quality(self, patience: int) -> Callable[[Recommender], float] | None:
        """Mean quality of validation people; None where nobody can tell or ``patience`` is 0."""
        judge = self.judge
        if judge is None or not patience:
            return None
        return lambda model: float(np.nanmean(judge(model)))


@dataclass(frozen=True, eq=False)
class PriorEvidence:
    """People who trained neither the recommender nor the base rewards, to fit priors by."""

    basis: RewardBasis
    histories: sparse.csr_matrix  # (n_people, n_items) likes, 1.0 or 0.0
    tastes: Floats  # (n_people, n_bases) posterior means of their coefficients w


@dataclass(frozen=True, eq=False)
class Served:
    """A fitted recommender as the app uses it.

    ``candidates``: name of a prior -> the priors from which validation people choose the best.
    ``tensors``: arrays that the artifact keeps, by name; names are unique among recommenders.
    """

    candidates: Mapping[str, Sequence[SharedPrior]]
    tensors: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class PriorMenu:
    """One prior of the menu.

    ``shifts_are_rewards``: an answer moves the prior's scores by the base rewards themselves, so
    the shifts are the rewards learned online. Otherwise online learning moves the shifts by their
    linear regression on the rewards.
    """

    label: str  # English; translated where a menu shows it
    shifts_are_rewards: bool = False


@dataclass(frozen=True)
class OnlineUpdate:
    """What online learning changes of a recommender: one gradient step per poll.

    ``arrays``: tensors with one row per item that are learned online.
    ``gradients(model, rows, histories)``: gradients of the training loss, summed over people, with
    respect to ``rows``. ``rows`` maps each of ``arrays`` to its values for the n candidate items,
    (n, ...) float32; ``histories`` (n_people, n) are recent likes among the candidates.
    """

    arrays: tuple[str, ...]
    gradients: Callable[[Any, Mapping[str, Floats], sparse.csr_matrix], dict[str, Floats]]


class Suggest(Protocol):
    """Proposes values of hyper-parameters; ``now`` is the value so far."""

    def number(self, name: str, now: float, low: float, high: float) -> float:
        """A positive number from ``low`` to ``high``, on a logarithmic scale."""
        ...

    def choice(self, name: str, now: int, options: Sequence[int]) -> int:
        """One of ``options``."""
        ...


@dataclass(frozen=True)
class TiltOption:
    """How a tilt by popularity (``combined/tilt.py``) becomes part of a recommender's own arrays.

    ``is_log``: its scores are log-probabilities. ``into(model, factor)``: the model whose scores
    are multiplied by ``factor`` (n_items,), or, if they are log-probabilities, grow by its log.
    """

    is_log: bool
    into: Callable[[Any, Floats], Any]


@dataclass(frozen=True)
class RecommenderSpec:
    """All that the rest of the project knows about one recommender.

    ``fit(liked, config, run)``: ``liked`` (n_users, n_items) of 1.0 and 0.0 -> the fitted model.
    ``choose(liked, config, judge)``: ``config`` as rules have it for the training people ``liked``,
    and with what costs little to choose by validation people, whom ``judge`` knows if there are
    any. None: nothing is chosen.
    ``space(suggest, config)``: ``config`` with hyper-parameters that ``suggest`` proposes, for a
    search; the fit must be judged each epoch by ``run.judge``. None: not searched.
    ``serve(model, evidence)``: its priors and the arrays that the artifact keeps.
    ``load(tensors, n_items)``: the model from an artifact's arrays, None if the artifact has none
    of it; raises KeyError or ValueError if they do not fit together. ``load`` is None for a model
    that is served as a prior only.
    ``priors``: names (as in ``Served.candidates``) -> how the menu and online learning treat them.
    ``item_arrays``: names of kept arrays with one row per item; expired items lose their row, new
    items get a row of zeros, or, in arrays of one number per item, what their popularity predicts.
    """

    title: str  # of the model in tables
    config: Any  # hyper-parameters of the model behind the priors
    fit: Callable[[sparse.csr_matrix, Any, FitRun], Recommender]
    serve: Callable[[Any, PriorEvidence], Served]
    priors: Mapping[str, PriorMenu]
    load: Callable[[Mapping[str, Floats], int], Recommender | None] | None = None
    choose: Callable[[sparse.csr_matrix, Any, Judge | None], Any] | None = None
    space: Callable[[Suggest, Any], Any] | None = None
    tilt: TiltOption | None = None  # None: scores are popularity itself
    ranking_config: Any = None  # hyper-parameters to rank alone, where they differ
    item_arrays: tuple[str, ...] = ()
    online: OnlineUpdate | None = None
    is_personal: bool = True  # scores depend on the history
    is_distributed: bool = False  # every process of a team takes part in ``fit``

    def fit_to_rank(
        self, liked: sparse.csr_matrix, run: FitRun, judge: Judge | None = None
    ) -> Recommender:
        """The model with the hyper-parameters that rank best without answers."""
        config = self.chosen(liked, self.ranking_config or self.config, judge)
        return self.fit(liked, config, replace(run, judge=judge))

    def chosen(self, liked: sparse.csr_matrix, config: Any, judge: Judge | None) -> Any:
        """``config`` as rules and validation people choose it for ``liked`` (n_users, n_items)."""
        return config if self.choose is None else self.choose(liked, config, judge)


Model = TypeVar("Model")


def check_shapes(model: Model, expected: Mapping[str, tuple[int, ...]]) -> Model:
    """``model``, whose fields have the ``expected`` shapes. Raises ValueError if one differs."""
    for name, shape in expected.items():
        found = getattr(model, name).shape
        if found != shape:
            raise ValueError(f"{type(model).__name__}.{name}: expected {shape}, got {found}")
    return model


def arrays_of(
    tensors: Mapping[str, Floats], prefix: str, names: Sequence[str]
) -> dict[str, Floats] | None:
    """The arrays ``prefix + name`` by ``name``; None if the artifact has none of them.

    Raises KeyError if it has some of them only.
    """
    if not any(f"{prefix}{name}" in tensors for name in names):
        return None
    return {name: tensors[f"{prefix}{name}"] for name in names}

"""Weight averaging and early stopping."""

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import torch

from models.recommenders.training.distributed import Parameters

Fitted = TypeVar("Fitted")


class WeightAverage:
    """Exponential moving average of parameters over updates [Polyak1992].

    ``decay``, 0 to 1, is the weight of the old average; 0 keeps the last parameters.
    """

    def __init__(self, parameters: Parameters, decay: float) -> None:
        self.parameters, self.decay, self.n_updates = parameters, decay, 0
        self.mean = {name: tensor.detach().clone() for name, tensor in parameters.items()}

    @torch.no_grad()
    def update(self) -> None:
        """After every step of the optimiser."""
        self.n_updates += 1
        # a smaller decay at first, so that the initial weights lose their influence
        decay = min(self.decay, self.n_updates / (self.n_updates + 10.0))
        for name, tensor in self.parameters.items():
            self.mean[name].lerp_(tensor, 1.0 - decay)


class EarlyStopping(Generic[Fitted]):
    """Keeps the model of the epoch with the highest value of ``judge``.

    ``patience`` is the number of epochs without a better one before training stops. Without a judge
    training never stops early. ``agreed`` maps the value to the one that all processes use.
    """

    def __init__(
        self,
        judge: Callable[[Fitted], float] | None,
        patience: int,
        agreed: Callable[[float], float] = float,
    ) -> None:
        self.judge, self.patience, self.agreed = judge, patience, agreed
        self.value, self.waited = -np.inf, 0
        self.model: Fitted | None = None

    def is_over(self, make: Callable[[], Fitted]) -> bool:
        """Call after every epoch; True after more than ``patience`` epochs without a better one."""
        if self.judge is None:
            return False
        value = self.agreed(self.judge(model := make()))
        self.waited += 1
        if value > self.value:
            self.value, self.model, self.waited = value, model, 0
        return self.waited > self.patience

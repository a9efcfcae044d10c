"""What is kept of a training run: the running mean of the weights, and the best epoch."""

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import torch

from models.recommenders.training.distributed import Parameters

Fitted = TypeVar("Fitted")


class WeightAverage:
    """Exponential mean of parameters over updates (Polyak); a decay of 0 keeps the last ones."""

    def __init__(self, parameters: Parameters, decay: float) -> None:
        self.parameters, self.decay, self.n_updates = parameters, decay, 0
        self.mean = {name: tensor.detach().clone() for name, tensor in parameters.items()}

    @torch.no_grad()
    def update(self) -> None:
        """After every step of the optimiser."""
        self.n_updates += 1
        # the start is soon forgotten, however few updates there are
        decay = min(self.decay, self.n_updates / (self.n_updates + 10.0))
        for name, tensor in self.parameters.items():
            self.mean[name].lerp_(tensor, 1.0 - decay)


class EarlyStopping(Generic[Fitted]):
    """Early stopping: the model that ``judge`` liked best, higher is better.

    Without a judge nothing stops and the last model is kept. ``agreed`` is the value that all
    processes of a team go by.
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
        """After every epoch: True once ``patience`` epochs in a row were no better."""
        if self.judge is None:
            return False
        value = self.agreed(self.judge(model := make()))
        self.waited += 1
        if value > self.value:
            self.value, self.model, self.waited = value, model, 0
        return self.waited > self.patience

"""Data-parallel training: each process takes a share of every batch.

`torchrun --nproc_per_node=2 -m models.train DATASET` starts a team. Every process draws the noise
of the whole batch from one seed and uses the part of its own people; torch's
DistributedDataParallel averages gradients. The result differs from that of one process only by
rounding.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

Parameters = dict[str, Tensor]
Loss = Callable[[Parameters], Tensor]  # of these parameters, a mean over people, in nats

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Team:
    """The processes that train together; ``rank`` is the number of this one."""

    rank: int = 0
    size: int = 1
    device: torch.device = CPU

    def share(self, n_people: int) -> slice:
        """This process's slice of a batch of ``n_people``; the slices partition the batch.

        Raises ValueError if there are fewer people than processes.
        """
        if n_people < self.size:
            raise ValueError(
                f"{n_people} people in a batch cannot be shared by {self.size} processes: raise "
                f"batch_size to {self.size} or more, or start fewer processes"
            )
        return slice(n_people * self.rank // self.size, n_people * (self.rank + 1) // self.size)

    def joined(self, parameters: Parameters) -> tuple[Parameters, Callable[[Loss, float], Tensor]]:
        """Parameters to train, and a wrapper that scales this process's loss.

        The wrapper takes the loss, a mean over this process's people, and their share of the batch.
        After ``backward`` every process has the gradients of the mean over the whole batch.
        """
        if self.size == 1:
            return parameters, lambda loss, share: loss(parameters)
        module = _Trained(parameters)
        together = DistributedDataParallel(module)
        # DistributedDataParallel divides the sum of gradients by the number of processes
        return dict(module.own), lambda loss, share: together(loss) * (share * self.size)

    def agreed(self, value: float) -> float:
        """The first process's ``value``, so that all processes stop after the same epoch."""
        if self.size == 1:
            return value
        shared = torch.tensor(value, dtype=torch.float64, device=self.device)
        distributed.broadcast(shared, src=0)
        return shared.item()


ALONE = Team()


class _Trained(nn.Module):
    """Parameters as a module, the only thing that DistributedDataParallel accepts."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__()
        self.own = nn.ParameterDict(parameters)

    def forward(self, loss: Loss) -> Tensor:
        return loss(dict(self.own))


@contextmanager
def team_of_torchrun() -> Iterator[Team]:
    """The team that torchrun started, over nccl with GPUs and gloo without; else this process."""
    if "LOCAL_RANK" not in os.environ:
        yield ALONE
        return
    device = CPU
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Team(distributed.get_rank(), distributed.get_world_size(), device)
    finally:
        # exchanged tensors may still be held by reference cycles; gloo threads that free them only
        # while the interpreter exits abort the process (pytorch/pytorch#179291)
        gc.collect()
        distributed.destroy_process_group()

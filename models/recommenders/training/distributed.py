"""Training by several processes, one share of every batch each, with the result of one process.

`torchrun --nproc_per_node=2 -m models.train DATASET` starts a team. Everybody draws the noise of
the whole batch from the same seed and uses the part of their own people, and gradients are averaged
by torch's DistributedDataParallel: what is learned differs from one process only in how sums are
rounded.
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
    """The processes that train together, and which of them this one is."""

    rank: int = 0
    size: int = 1
    device: torch.device = CPU

    def share(self, n_people: int) -> slice:
        """The part of a batch that is this process's; the parts follow one another.

        Raises ValueError if there is not a person for everybody.
        """
        if n_people < self.size:
            raise ValueError(
                f"{n_people} people in a batch cannot be shared by {self.size} processes: raise "
                f"batch_size to {self.size} or more, or start fewer processes"
            )
        return slice(n_people * self.rank // self.size, n_people * (self.rank + 1) // self.size)

    def joined(self, parameters: Parameters) -> tuple[Parameters, Callable[[Loss, float], Tensor]]:
        """Parameters to train, and what turns a loss of one's own people into that of all.

        The second takes the loss and the share of the batch that it is the mean of; after
        ``backward`` the gradients are those of the mean over the whole batch, in every process.
        """
        if self.size == 1:
            return parameters, lambda loss, share: loss(parameters)
        module = _Trained(parameters)
        together = DistributedDataParallel(module)
        # DistributedDataParallel divides the sum of gradients by the number of processes
        return dict(module.own), lambda loss, share: together(loss) * (share * self.size)

    def agreed(self, value: float) -> float:
        """The first process's value: nobody stops while others go on, whatever is rounded."""
        if self.size == 1:
            return value
        told = torch.tensor(value, dtype=torch.float64, device=self.device)
        distributed.broadcast(told, src=0)
        return told.item()


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
        # what was exchanged may still hang in reference cycles, and threads of gloo that let go of
        # it only while the interpreter ends abort the process (pytorch/pytorch#179291)
        gc.collect()
        distributed.destroy_process_group()

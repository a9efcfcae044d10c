"""Does a network hold familiar inputs in denser activations? Facts shown 1, 4, 16 and 64 times.

`python -m benchmarks.activation --json FILE --parts FOLDER`
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.seeds import Named, write_part
from models.activation_task import ActivationWorld, ActivationWorldSize, activation_world
from models.activation_training import ActivationTraining, train_activation

# name -> the world and the network; `large` is the published size, for a GPU
SCALES = {
    "small": (ActivationWorldSize(), ActivationTraining()),
    "large": (
        ActivationWorldSize(
            n_entities=1000, n_base_relations=16, n_rules=60, n_per_exposure=2000, n_held_out=2000
        ),
        ActivationTraining(
            n_layers=16, n_heads=16, batch_size=64, learning_rate=1e-4, device="cuda"
        ),
    ),
}
N_GRAPHS = 6
LOSS, RIGHT = "loss of the answer", "right of ten"


def run_part(
    world: ActivationWorld, training: ActivationTraining, seed: int, redrawn: bool, name: str
) -> Named:
    """All checkpoints of one network: (layer or 'answer', what, update) -> (n_facts,)."""
    found: Named = {}
    begin = time.perf_counter()
    for point in train_activation(world, training, seed, redrawn):
        for (layer, statistic), values in point.statistics.items():
            found[layer, statistic, point.update] = values
        found["answer", LOSS, point.update] = point.loss
        found["answer", RIGHT, point.update] = point.right
        seconds = time.perf_counter() - begin
        print(f"{name}: {point.share:.0%} after {seconds:.0f} s", file=sys.stderr, flush=True)
    return found


def part_of(scale: str, graph: int, mirrored: bool, redrawn: bool, parts: Path) -> Path:
    """The file of one network's checkpoints, trained now unless an earlier run left it."""
    kind = ("plain", "mirrored")[mirrored] + ("", "-redrawn")[redrawn]
    path = parts / f"activation-{scale}-{graph}-{kind}.npz"
    if not path.exists():
        size, training = SCALES[scale]
        world = activation_world(size, graph, mirrored)
        parts.mkdir(parents=True, exist_ok=True)
        found = run_part(world, training, 2 * graph + mirrored, redrawn, path.stem)
        write_part(path, np.arange(len(world.facts)), found)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graphs", type=int, default=N_GRAPHS, help="worlds, two networks each")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--parts", type=Path, default=Path("artifacts/benchmarks/activation"))
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for redrawn in (False, True):
        for graph in range(options.graphs):
            for mirrored in (False, True):
                part_of(options.scale, graph, mirrored, redrawn, options.parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Are activations denser for familiar inputs? Facts shown 1, 4, 16 and 64 times in training.

`python -m benchmarks.activation --json FILE`

Networks are trained from scratch on worlds of facts (models/activation/task.py), two for each world
with mirrored exposures, and analysed by benchmarks/activation/familiarity.py. About 35 minutes of
one core; a stopped run resumes with the networks in ``--parts``. `--scale large` has 16 layers of
16 heads, as published, and wants a GPU.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks.activation.familiarity import claims_of, rows_of
from benchmarks.activation.twins import LOSS, RIGHT, Pair, Twin
from benchmarks.common.report import write_report
from benchmarks.common.seeds import Named, read_part, write_part
from models.activation.network import layer_names
from models.activation.task import ActivationWorld, ActivationWorldSize, activation_world
from models.activation.training import ActivationTraining, train_activation

PARTS = Path("artifacts/benchmarks/activation")
# name -> the world and the network; `large` has the published depth and width, for a GPU
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
N_REDRAWN = 3  # graphs that are trained once more with answers redrawn at random, as a control


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


def twin_of(scale: str, graph: int, mirrored: bool, redrawn: bool, parts: Path) -> Twin:
    """One network, trained unless ``parts`` holds its checkpoints from an earlier run."""
    size, training = SCALES[scale]
    world = activation_world(size, graph, mirrored)
    kind = ("plain", "mirrored")[mirrored] + ("", "-redrawn")[redrawn]
    path = parts / f"activation-{scale}-{graph}-{kind}.npz"
    if not path.exists():
        parts.mkdir(parents=True, exist_ok=True)
        found = run_part(world, training, 2 * graph + mirrored, redrawn, path.stem)
        write_part(path, np.arange(len(world.facts)), found)
    return Twin(world, read_part(path)[1])


def pairs_of(scale: str, n_graphs: int, redrawn: bool, parts: Path) -> list[Pair]:
    return [
        (
            twin_of(scale, graph, False, redrawn, parts),
            twin_of(scale, graph, True, redrawn, parts),
        )
        for graph in range(n_graphs)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graphs", type=int, default=N_GRAPHS, help="worlds, two networks each")
    parser.add_argument("--redrawn", type=int, default=N_REDRAWN, help="of these, as a control")
    parser.add_argument("--scale", choices=SCALES, default="small", help="large needs a GPU")
    parser.add_argument("--parts", type=Path, default=PARTS, help="go on from the networks here")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    training = SCALES[options.scale][1]
    pairs = pairs_of(options.scale, options.graphs, False, options.parts)
    redrawn = pairs_of(options.scale, options.redrawn, True, options.parts)
    width = training.n_heads * training.per_head
    rows = rows_of(pairs, redrawn, width, layer_names(training.n_layers))
    return write_report(rows, claims_of(pairs, redrawn), options.json)


if __name__ == "__main__":
    sys.exit(main())

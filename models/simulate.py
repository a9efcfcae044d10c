"""`python -m models.simulate`: whole sessions with people drawn from the population, or replayed.

The same code that asks people in the app asks simulated ones: every policy the same people, in
parallel, on this machine or on a Dask or Ray cluster. People are worked off in parts, each a file,
so a study that was cut off goes on where it stopped; the same options give the same results in
however many parts at once.
"""

import argparse
import sys
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from elicitation.csv_text import safe
from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from elicitation.recommendations.scores import Ranker
from models.artifacts import ArtifactError, load_artifact
from models.atomic_files import write_durably
from models.datasets.packed_ratings import from_tensors
from models.engines import add_options, backend
from models.settings import read_settings
from models.simulation.parts import Simulation, collect, run_study
from models.simulation.run_lock import exclusive_run
from models.simulation.simulated_users import (
    DRAWN,
    REPLAYED,
    require,
)


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path, help="results go to OUT.parquet and OUT.csv")
    options.add_argument("--artifact", type=Path, default=read_settings().artifacts)
    options.add_argument("--policies", nargs="+", choices=POLICIES, default=list(POLICIES))
    options.add_argument("--people", type=int, default=200)
    options.add_argument("--who", choices=(DRAWN, REPLAYED), default=DRAWN)
    options.add_argument("--questions", type=int, default=20)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--spread", type=float, default=1.0, help="1 = as the fitted population")
    options.add_argument("--lapse", type=float, default=0.0, help="share of careless answers")
    options.add_argument(
        "--size", type=int, default=2, choices=range(2, 7), help="items to choose from"
    )
    options.add_argument(
        "--stopping", choices=STOPPING, default="fixed", help="rule by which the app would stop"
    )
    options.add_argument("--planned", type=int, default=10, help="answers before it may stop")
    options.add_argument("--part", type=int, default=50, help="people a part: what a cut-off loses")
    add_options(options, jobs=-1)
    return options


def _simulated(options: argparse.Namespace, console: Console) -> pd.DataFrame:
    """Simulate the study that ``options`` describe, write its tables and return its rows."""
    artifact = load_artifact(options.artifact)
    study = Simulation(
        artifact.basis.fingerprint,
        tuple(dict.fromkeys(options.policies)),
        options.people,
        options.questions,
        options.seed,
        options.spread,
        options.lapse,
        options.part,
        question_size=options.size,
        who=options.who,
        stopping=options.stopping,
        n_planned=options.planned,
    )
    people = None
    if study.who == REPLAYED:
        people = require(artifact.read(from_tensors), study.n_people)
    folder = options.out.with_name(f"{options.out.name}.parts")
    columns = (TextColumn("sessions"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with backend(options.on, options.cluster), Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=None)
        steps = run_study(
            artifact.basis,
            artifact.familiarity,
            study,
            folder,
            options.jobs,
            people,
            artifact.like,
            Ranker.fitted(artifact.shared),
        )
        for done, total in steps:
            bar.update(task, completed=done, total=total)
    table = collect(folder, study)
    write_durably(Path(f"{options.out}.parquet"), table.to_parquet(index=False))
    texts = table.select_dtypes(["object", "string", "category"]).columns
    cells = table.astype(dict.fromkeys(texts, object)).assign(
        **{name: [safe(text) for text in table[name].astype(str)] for name in texts}
    )
    write_durably(Path(f"{options.out}.csv"), cells.to_csv(index=False).encode())  # last: all done
    return table


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    console = Console(stderr=True)
    try:
        with exclusive_run(options.out):
            table = _simulated(options, console)
    except (ArtifactError, ValueError) as error:
        console.print(str(error), style="red", highlight=False, soft_wrap=True)
        return 1
    except ModuleNotFoundError as error:
        console.print(
            f"--on {options.on} needs the package {error.name}: pip install it first.",
            soft_wrap=True,
        )
        return 1
    last = table[table["shown"] == table["shown"].max()]
    shown = ["cosine", "top_10_regret", "trace", "stops_at"]
    Console().print(last.groupby("policy", sort=False)[shown].mean().round(3))
    return 0


if __name__ == "__main__":
    sys.exit(main())

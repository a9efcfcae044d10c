import io
from pathlib import Path

import numpy as np
import pytest
from joblib import parallel_config
from rich.console import Console

from models.datasets.reading.folder import read_data
from models.engines import PART, backend, each, in_parts
from models.fit import FitConfig
from models.recommenders.personas import PersonasConfig
from models.recommenders.vae import VaeConfig
from models.train import train
from tests.models.stages.two_crowds import written

QUICK = FitConfig(
    recommenders={
        "mult_vae": VaeConfig(n_latent=4, n_hidden=16, n_epochs=2),
        "amp_cf": PersonasConfig(n_factors=8, n_epochs=1),
    }
)


@pytest.mark.parametrize("jobs", [1, 2])
def test_parts_come_once_and_in_their_order(jobs: int) -> None:
    n = 2 * PART + 3
    with backend("threads", "", jobs):
        parts = list(in_parts(lambda people: people * 2, n))
        assert each(str, range(3)) == ["0", "1", "2"]
    np.testing.assert_array_equal(np.concatenate(parts), 2 * np.arange(n))
    assert list(in_parts(len, 0)) == []


@pytest.mark.slow
def test_a_fit_on_a_cluster_of_two_workers_has_the_fingerprint_of_one_alone(tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    dataset = read_data(written(tmp_path / "data")).dataset
    assert dataset is not None
    said = Console(file=io.StringIO())
    alone = train(dataset, tmp_path / "alone", 0, said, config=QUICK)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        parallel_config("dask", client=client),
    ):
        assert train(dataset, tmp_path / "cluster", 0, said, config=QUICK) == alone

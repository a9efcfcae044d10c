"""Values that are written like numbers and are none."""

import pytest

from models.datasets.reading.folder import read_data


@pytest.mark.parametrize("value", ["1E100", "-1e300", "inf", "-Infinity", "nan"])
def test_what_no_scale_can_mean_is_counted_as_unreadable(tmp_path, value):
    people = "".join(f"u{u},k{i},{1 + (u + i) % 5}\n" for u in range(30) for i in range(20))
    rows = f"user,item,rating\n{people}u1,k25,{value}\n"
    (tmp_path / "interactions.csv").write_text(rows)
    items = "".join(f"k{i},Title {i}\n" for i in range(30))
    (tmp_path / "items.csv").write_text("item,title\n" + items)
    reading = read_data(tmp_path)
    assert reading.dataset is not None
    (file,) = (file for file in reading.report.files if file.role == "interactions")
    assert file.rows == 601 and file.used == 600

from models.datasets.item_labels import item_labels


def test_what_is_unknown_makes_no_label() -> None:
    found = item_labels([("Drama", "Drama"), ()], [0, 1999], ["", "fr"])
    assert found == ((("genre", "Drama"),), (("decade", "1990"), ("language", "fr")))
    assert item_labels([("Drama",)]) == ((("genre", "Drama"),),)

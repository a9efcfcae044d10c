import numpy as np
from scipy import sparse

from models.recommenders.label_profile import own_only

LABELS = [("A",), ("A",), ("B",), ("A", "B"), ()]


def test_items_with_the_labels_of_a_history_come_first() -> None:
    scores = own_only(LABELS).score(sparse.csr_matrix([[1.0, 0.0, 0.0, 0.0, 0.0]]))[0]
    assert scores[1] > scores[3] > scores[2]


def test_scores_are_the_mean_log_share_of_labels() -> None:
    scores = own_only(LABELS).score(sparse.csr_matrix([[1.0, 1.0, 1.0, 0.0, 0.0]]))[0]
    share = np.array([2.1, 1.1]) / 3.2
    np.testing.assert_allclose(scores[3], np.log(share).mean())


def test_nobody_else_is_asked() -> None:
    """The score of one person does not change with who else is scored."""
    histories = sparse.csr_matrix([[1.0, 0, 0, 0, 0], [0, 0, 1.0, 0, 0]])
    model = own_only(LABELS)
    np.testing.assert_array_equal(model.score(histories)[0], model.score(histories[0])[0])

"""goodbooks-10k: books and their readers, with shelves of readers as genres."""

import numpy as np
import pandas as pd
from scipy import sparse

from models.datasets.catalogue import Catalogue, Dataset, Interactions, Words
from models.datasets.locations import data_file

NOTICE = (
    "goodbooks-10k by Zygmunt Zając, CC BY-SA 4.0; a sample of 5 % of its readers with all their "
    "ratings, and genres derived from readers' shelves."
)
WORDS = Words(item="book", items="books", use="read", unknown="Haven't read")

# Readers name a shelf as they like ("ya", "young-adult"), and a book stands on about twenty. What
# says most stands first, since a card shows the first few.
GENRES: dict[str, frozenset[str]] = {
    "Comics": frozenset({"comics", "graphic-novels", "graphic-novel"}),
    "Poetry": frozenset({"poetry"}),
    "Horror": frozenset({"horror"}),
    "Science fiction": frozenset({"science-fiction", "sci-fi", "scifi"}),
    "Fantasy": frozenset({"fantasy"}),
    "Mystery": frozenset({"mystery", "crime", "detective"}),
    "Thriller": frozenset({"thriller", "thrillers"}),
    "Children": frozenset({"children", "childrens", "children-s"}),
    "Young adult": frozenset({"young-adult", "ya"}),
    "Biography": frozenset({"biography", "autobiography", "memoir", "memoirs"}),
    "Philosophy": frozenset({"philosophy"}),
    "Psychology": frozenset({"psychology"}),
    "Politics": frozenset({"politics"}),
    "History": frozenset({"history"}),
    "War": frozenset({"war"}),
    "Historical fiction": frozenset({"historical-fiction"}),
    "Classics": frozenset({"classics"}),
    "Romance": frozenset({"romance"}),
    "Contemporary": frozenset({"contemporary"}),
    "Non-fiction": frozenset({"non-fiction", "nonfiction"}),
}


def load_goodbooks() -> Dataset:
    """2,672 readers of 9,990 books. Raises DatasetError where the data is absent."""
    books = pd.read_parquet(data_file("goodbooks-10k-sample", "books.parquet"))
    ratings = pd.read_parquet(data_file("goodbooks-10k-sample", "ratings.parquet"))
    books = books[books["book_id"].isin(ratings["book_id"])].sort_values("book_id")
    catalogue = Catalogue(
        keys=tuple(f"goodbooks:{number}" for number in books["book_id"]),
        titles=tuple(" ".join(title.split()) for title in books["title"]),
        years=tuple(int(year) for year in books["original_publication_year"].fillna(0)),
        genres=tuple(genres_of(shelves) for shelves in books["genres"]),
        images=("",) * len(books),
        descriptions=tuple(f"by {authors}" for authors in books["authors"]),
    )
    readers, rows = np.unique(ratings["user_id"], return_inverse=True)
    columns = np.searchsorted(books["book_id"].to_numpy(), ratings["book_id"])
    matrix = sparse.csr_matrix(
        (ratings["rating"].to_numpy(dtype=np.float64), (rows, columns)),
        shape=(len(readers), len(books)),
    )
    interactions = Interactions(matrix, tuple(str(reader) for reader in readers))
    return Dataset("goodbooks", catalogue, interactions, WORDS, NOTICE)


def genres_of(shelves: str) -> tuple[str, ...]:
    """Genres of a comma-separated list of shelves, in the order of ``GENRES``."""
    names = set(shelves.split(","))
    return tuple(genre for genre, known in GENRES.items() if known & names)

"""What is raised where data cannot be used."""

FORMAT = (
    "a folder with a table of items (key, title; optional year, genres, image_url, description) "
    "and a table of interactions (user, item; optional rating, timestamp), such as items.csv and "
    "interactions.csv; `python -m models.check FOLDER` says how they are understood"
)


class DatasetError(ValueError):
    """A data set that cannot be used; the message says which file, why, and what to do."""

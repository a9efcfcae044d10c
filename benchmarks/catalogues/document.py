"""`python -m benchmarks.catalogues.document`: writes docs/data.md, reports of `check` included."""

import os
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from benchmarks.catalogues.dialects import DIALECTS, write
from benchmarks.catalogues.planted import planted
from models.atomic_files import write_durably
from models.datasets.meaning.exports import EXPORTS
from models.datasets.reading.folder import read_data
from models.datasets.reading.printing import text_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "data.md"
TEXT = """# Your own data

Written by `python -m benchmarks.catalogues.document`; do not edit.

A data set is a folder, a zip archive or one table: text in any usual form (UTF-8, UTF-16, else
cp1252; commas, semicolons, tabs or vertical bars; a `sep=` line; decimal commas; gzip under any
name) or Parquet. `python -m models.check FOLDER_OR_FILE...` says in seconds what is understood and
fits nothing; `python -m models.train FOLDER` says the same first, then fits, or ends with exit code
2 and a sentence that says what is missing.

## Tables

- Items: a key and a title. Optional: year, genres or tags ("A|B", "A, B", JSON or shelves),
  description, creator, image_url, link, imdb, tmdb, duration (minutes), language, warnings, and
  titles in other languages (`title_de`), which people who speak these see. All of it stands in the
  dialog of an item; of links only https ones. The list can be filtered by what the items differ in:
  genres, decade, length, language. Without a table of items, they are what interactions name.
- Interactions: a user and an item. Optional: rating, or plays, hours, weight, or event; timestamp.

Columns are recognised by many names (userId, visitorid; movieId, ISBN, item_id; score, stars, My
Rating) and these exports by their header: {exports}. An ignored column is
named, with what it may have been meant as.

## Ratings

The scale and what stands for "not rated" (0, -1, 99) are found in the values. Ratings become stars,
linearly. A like is 4 of 5 stars; on another scale it is the value in its upper part from which on
about half of the ratings are likes; where a number only says more or less (plays, hours, watch
ratios), or people use one scale in different ways, it is the upper half of each person's own. Of
events, any that people did is a like, unless stronger ones are frequent; two strong ones (put into
a cart, bought) count alike where it is chance which of them an item gets. Where two readings are
plausible (school grades, 1 to 5 in a column of plays) nothing is fitted until data.json says which.

## Rows

The newest row of a person and item counts, without timestamps the last; plays add up; of events
the strongest counts. Rows that cannot be read are left out, up to 5 % of them. Rows of items that
are not listed are left out and counted. Keys are compared in Unicode's NFC without blanks around
them; where leading zeros were lost or ".0" was added, they are matched and the report says so.
Items with one title and year are told apart by creator, language or key.

## data.json and words.json

Beside the tables; both may say as little as one thing. `python -m models.check --write FOLDER`
writes data.json as everything was understood.

```json
{{
  "columns": {{"my column": "rating", "other": "ignored"}},
  "encoding": "cp1252", "delimiter": ";",
  "kind": "ratings", "scale": [6, 1], "like": 2, "missing": [0],
  "weights": {{"view": 1, "buy": 5}},
  "interactions.csv": {{"delimiter": "|"}}
}}
```

`scale` names the worst rating first. `kind` is ratings, counts, events or likes. What stands under
a file's name, or under items or interactions, holds for that file. A list as `columns` names those
of a file without a header.

```json
{{"item": "book", "items": "books", "use": "read", "unknown": "Haven't read"}}
```

## Reports

One planted world, as each kind of file has it. What each costs after ten questions, against the
same world in clean stars: `python -m benchmarks.catalogues`.
"""


def document() -> str:
    """The whole page; the same every time."""
    exports = ", ".join(dict.fromkeys(export.name for export in EXPORTS))
    parts = [TEXT.format(exports=exports)]
    world = planted()
    for number, (name, files_of) in enumerate(DIALECTS.items()):
        with tempfile.TemporaryDirectory() as place, chdir(place):
            folder = write(Path(f"world-{number + 1}"), files_of(world))
            report = text_of(read_data(folder).report).rstrip()
        parts.append(f"### {name[0].upper()}{name[1:]}\n\n```\n{report}\n```\n")
    return "\n".join(parts)


def main() -> int:
    write_durably(DOCUMENT, document().encode())
    print(os.path.relpath(DOCUMENT))
    return 0


if __name__ == "__main__":
    sys.exit(main())

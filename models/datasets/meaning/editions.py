"""Editions: items with the same title and year, such as two printings of a book."""

from collections.abc import Sequence

APART = " · "  # between a title and what tells its editions apart


def distinguished(
    titles: Sequence[str],
    years: Sequence[int],
    creators: Sequence[str],
    languages: Sequence[str],
    keys: Sequence[str],
) -> tuple[list[str], list[str]]:
    """Titles that tell editions apart, and the work of each item: its first edition's key.

    What differs is added: language or creator if it is another one for each, else the key. The
    work is "" where an item has no other edition. Items of one title by different creators are
    told apart, but are different works.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    for item, (title, year) in enumerate(zip(titles, years, strict=True)):
        groups.setdefault((title.casefold(), year), []).append(item)
    shown, works = list(titles), [""] * len(titles)
    for items in groups.values():
        if len(items) == 1:
            continue
        for column in (creators, languages, keys):
            marks = [column[item] for item in items]
            if all(marks) and len(set(marks)) == len(items):
                break
        for item, mark in zip(items, marks, strict=True):
            shown[item] = f"{titles[item]}{APART}{mark}"
        by_creator: dict[str, list[int]] = {}
        for item in items:
            by_creator.setdefault(creators[item].casefold(), []).append(item)
        for editions in by_creator.values():
            if len(editions) > 1:
                for item in editions:
                    works[item] = keys[editions[0]]
    return shown, works

"""What the figures about sparse data show, in words; Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.components.app.i18n import N_, _, number, percent
from pages.components.sparsity.data_charts import DATA_NAMES, POOLINGS

EVIDENCE = {
    "exact": N_("Theory, exact"),
    "jester answers": N_("Answers about jokes"),
    "movielens answers": N_("Answers about films"),
    "movielens clicks": N_("Liked films"),
}
EVIDENCE_MEASURES = {
    "exact": N_("mean squared error, lower is better"),
    "jester answers": N_("log-loss of other pairs, lower is better"),
    "movielens answers": N_("log-loss of other pairs, lower is better"),
    "movielens clicks": N_("NDCG@100 of other likes, higher is better"),
}


def shares(found: Sequence[Mapping[str, Any]]) -> str:
    """How many people use less than a hundredth of the catalogue, data set by data set."""
    told = [
        _("{data}: {share} of {people} people, median {median} of {items}").format(
            data=_(DATA_NAMES.get(row["data"], row["data"])),
            share=percent(row["under 1 %"]),
            people=number(row["people"]),
            median=percent(row["q50"], 1),
            items=number(row["items"]),
        )
        for row in found
        if row["taken up"] == "liked" or row["data"] == "crowdrank"
    ]
    return _(
        "How many people use less than {limit} of the catalogue (dotted line) depends on the "
        "catalogue. Counting what they liked: {shares}."
    ).format(limit=percent(0.01), shares="; ".join(told))


def pooled(which: str, n: int, values: Mapping[str, float]) -> str:
    """What the ways of pooling give at one amount of evidence."""
    told = "; ".join(f"{_name(name)} **{number(value, 3)}**" for name, value in values.items())
    return _("With {n}: {values} ({measure}).").format(
        n=number(n), values=told, measure=_(EVIDENCE_MEASURES[which])
    )


def _name(pooling: str) -> str:
    return _(POOLINGS[pooling])


def collision_intro(n_ids: int) -> str:
    return _(
        "A model learns a row of numbers for every id it meets. With a fixed table, a hash "
        "function decides which row that is, so ids that meet on one row are the same to the "
        "model. A collisionless table looks ids up and gives each its own row. Move the sliders: "
        "this is computed now, from {n} made-up ids; the frequency of the id of rank r is "
        "proportional to r to the power of minus the skew."
    ).format(n=number(n_ids))


def collided(
    n_rows: int,
    n_ids: int,
    company: tuple[float, float],
    without: tuple[float, float],
    luck: Sequence[float],
) -> str:
    """How often ids meet: pairs are what is found and what the formula expects."""
    points = (
        _(
            "**{found}** of the ids share their row with another (expected: {expected}). If one id "
            "of every row in use counts as undisturbed, it is {others} (expected: "
            "{others_expected})."
        ).format(
            found=percent(company[0], 1),
            expected=percent(company[1], 1),
            others=percent(without[0], 1),
            others_expected=percent(without[1], 1),
        ),
        _(
            "Hashing ignores how frequent an id is, so skew does not change that: over {n} hash "
            "functions, {mean} of the traffic is on shared rows on average. What skew adds is "
            "luck: between {low} and {high}."
        ).format(
            n=number(len(luck)),
            mean=percent(sum(luck) / len(luck)),
            low=percent(min(luck)),
            high=percent(max(luck)),
        ),
        _(
            "The collisionless table: **0**, with {rows} rows ({times} times as many) and an index "
            "that leads to them."
        ).format(rows=number(n_ids), times=number(n_ids / n_rows, 1)),
    )
    return "\n".join(f"- {point}" for point in points)


def who_pays(skew: float, rare: float, frequent: float, foreign: float) -> str:
    """Shares of minorities in the rarest and the most frequent tenth; foreign traffic by visits."""
    why = (
        _("Without skew everybody pays alike.")
        if skew == 0.0
        else _("Skew changes who pays: a shared row belongs mostly to its most frequent id.")
    )
    numbers = _(
        "Of the rarest tenth, **{rare}** are a minority on their own row; of the most frequent "
        "tenth, **{frequent}**. On an average visit, {foreign} of the traffic on the row comes "
        "from other ids; with skew, most visits are to frequent ids."
    ).format(rare=percent(rare), frequent=percent(frequent), foreign=percent(foreign, 1))
    return f"{why} {numbers}"

"""What a browser sends of a screen, made a choice. Pure; nothing that is sent is believed.

Items come as places, 0 for the first one shown, never as names.
"""

from elicitation.sessions.events import MAX_NAMED, Choice, QuestionKind, unknown


def choice_of(kind: QuestionKind, keys: tuple[str, ...], sent: object) -> Choice | None:
    """The choice among the items ``keys`` of a screen; None if what was sent is none.

    ``sent`` is to be {"chosen": places in the order of pressing, "unseen": places}. Where nothing
    was chosen, unseen items are the whole answer unless taps were asked for and an item was seen.
    """
    if not isinstance(sent, dict):
        return None
    chosen, unseen = (_named(keys, sent.get(part)) for part in ("chosen", "unseen"))
    if chosen is None or unseen is None or set(chosen) & set(unseen):
        return None
    if kind == "taps":
        return unknown(*keys) if len(unseen) == len(keys) else Choice("taps", chosen, unseen)
    if kind == "best_worst" and len(chosen) <= 2 and (chosen or unseen):
        if not chosen:
            return unknown(*unseen)
        return Choice("best_worst" if len(chosen) == 2 else "pick", chosen, unseen)
    return None


def named(sent: object, catalogue: dict[str, int], most: int = MAX_NAMED) -> Choice | None:
    """The items of a catalogue that were named, by key; none is a choice, too."""
    if not isinstance(sent, dict) or not isinstance(sent.get("named"), list):
        return None
    keys = [key for key in sent["named"] if isinstance(key, str) and key in catalogue]
    if len(keys) != len(sent["named"]) or len({*keys}) != len(keys) or len(keys) > most:
        return None
    return Choice("named", tuple(keys))


def step_of(sent: object) -> int | None:
    """The step of the screen that was answered."""
    step = sent.get("step") if isinstance(sent, dict) else None
    return step if isinstance(step, int) and not isinstance(step, bool) else None


def _named(keys: tuple[str, ...], places: object) -> tuple[str, ...] | None:
    """The keys at different places; None if these are no such places."""
    if not isinstance(places, list) or len(places) > len(keys):
        return None
    right = [n for n in places if isinstance(n, int) and not isinstance(n, bool)]
    if len(right) != len(places) or len({*right}) != len(right):
        return None
    return tuple(keys[n] for n in right) if all(0 <= n < len(keys) for n in right) else None

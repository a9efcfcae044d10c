"""How often the functions that cost time run in the real program."""

import sys
from collections import Counter
from functools import wraps

import pytest

from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior, sample_posterior


def count_inference(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Calls by name of the mode, the observations and the sampler, wherever they come from."""
    calls: Counter[str] = Counter()

    def counting(function):  # type: ignore[no-untyped-def]
        @wraps(function)
        def wrapper(*arguments, **named):  # type: ignore[no-untyped-def]
            calls[function.__name__] += 1
            return function(*arguments, **named)

        return wrapper

    for function in (laplace_posterior, comparisons, sample_posterior):
        wrapper = counting(function)
        for name, module in list(sys.modules.items()):
            own = name.startswith(("elicitation.", "pages.", "models."))
            if own and vars(module).get(function.__name__) is function:
                monkeypatch.setattr(module, function.__name__, wrapper)
    return calls

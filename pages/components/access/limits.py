"""How often a secret may be tried; counted in the database, so that all processes count together.

The rule is pure; ``now`` is in seconds since 1970, since processes have no other clock in common.
"""

from collections.abc import Sequence
from hashlib import blake2b

from elicitation.sessions.tries import TryStore

# (tries, seconds): so many within so long, then wait. Each try costs 20 ms of a core and 16 MiB.
Limits = Sequence[tuple[int, float]]
LIMITS: Limits = ((5, 60.0), (20, 3600.0))  # of one client
LIMITS_OF_ALL: Limits = (
    (60, 60.0),
)  # whoever has many addresses still has only 86,400 guesses a day
LONGEST = max(seconds for _, seconds in (*LIMITS, *LIMITS_OF_ALL))

CLOCKS_DIFFER = 1.0  # seconds, between processes that count together

Tries = Sequence[tuple[str, float]]  # client and time in seconds, the earliest first


def wait(
    tries: Tries,
    client: str,
    now: float,
    limits: Limits = LIMITS,
    limits_of_all: Limits = LIMITS_OF_ALL,
) -> float:
    """Seconds until ``client`` may try again; 0 = at once."""
    own = [time for who, time in tries if who == client]
    everybody = [time for _, time in tries]
    waits = [
        times[-most] + seconds - now
        for times, rules in ((own, limits), (everybody, limits_of_all))
        for most, seconds in rules
        if len(times) >= most
    ]
    return max(0.0, *waits) if waits else 0.0


def _hidden(client: str) -> str:
    """Addresses are not written down as they are."""
    return blake2b(client.encode(errors="replace"), digest_size=16).hexdigest()


class Limit:
    """Safe for threads. Methods raise StoreUnavailable where tries cannot be noted.

    No limit may look back for longer than ``LONGEST``.
    """

    def __init__(
        self, tries: TryStore, limits: Limits = LIMITS, limits_of_all: Limits = LIMITS_OF_ALL
    ) -> None:
        self._tries = tries
        self._limits = limits, limits_of_all

    def wait(self, client: str, now: float) -> float:
        """Seconds until ``client`` may try again; 0 = at once."""
        return wait(self._recent(now), _hidden(client), now, *self._limits)

    def enter(self, client: str, now: float) -> str:
        """Count a try before it is judged; its id, "" if ``client`` has to wait.

        Many at once are no way around the limit. A try that came too early is not counted.
        """
        self._tries.forget_before(now - LONGEST)
        hidden = _hidden(client)
        own = self._tries.add(hidden, now)
        if wait(self._before(own, now), hidden, now, *self._limits) > 0.0:
            self._tries.forget(own)
            return ""
        return own

    def forgive(self, own: str) -> None:
        """A try that was right counts for nothing."""
        self._tries.forget(own)

    def _before(self, own: str, now: float) -> Tries:
        """The tries that came before ``own``; of those at the same time, one order for all."""
        return [
            (who, min(time, now))
            for number, who, time in self._tries.since(now - LONGEST)
            if (time, number) < (now, own) or time > now + CLOCKS_DIFFER
        ]

    def _recent(self, now: float) -> Tries:
        """Also those of the future, where a clock was set back: in doubt one waits."""
        return [(who, min(time, now)) for _, who, time in self._tries.since(now - LONGEST)]

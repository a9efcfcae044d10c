"""Token buckets: a rate with a burst, per key, in bounded memory."""

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """``per_second`` messages in the long run, ``burst`` of them at once."""

    per_second: float
    burst: float


@dataclass
class Bucket:
    """The tokens of one client. Starts full."""

    rate: Rate
    tokens: float
    filled: float  # seconds, when ``tokens`` was counted

    @classmethod
    def full(cls, rate: Rate, now: float) -> "Bucket":
        return cls(rate, rate.burst, now)

    def take(self, now: float) -> bool:
        """Spend one token at time ``now`` (seconds); False if none is left."""
        grown = self.tokens + max(0.0, now - self.filled) * self.rate.per_second
        self.tokens, self.filled = min(self.rate.burst, grown), now
        if self.tokens < 1.0:
            return False
        self.tokens -= 1.0
        return True


class Buckets:
    """A bucket for each key; of more than ``most`` the one used longest ago is dropped.

    A dropped key starts with a full bucket again, so ``most`` should exceed the clients that can
    be active within ``burst / per_second`` seconds.
    """

    def __init__(self, rate: Rate, most: int = 10_000) -> None:
        self.rate, self.most = rate, most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, now: float) -> bool:
        """Spend one token of ``key``; False if none is left."""
        bucket = self._buckets.pop(key, None) or Bucket.full(self.rate, now)
        self._buckets[key] = bucket
        if len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        return bucket.take(now)

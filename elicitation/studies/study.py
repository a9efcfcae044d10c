"""A study: what is asked of whom, written down once; and who comes in under which policy.

A participant's session follows from the study and their name alone: reloading, a second tab or
another phone lead to the same session, and assignment needs no list that could be lost.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from urllib.parse import quote, urlsplit

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.questions.plans import is_plan
from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from elicitation.sessions.events import Started
from elicitation.studies.questionnaires import MOST_STATEMENTS, Statement

MOST_QUESTIONS, MOST_HOLDOUTS = 100, 20
SIZES = range(2, 7)  # items to choose from
LEAST_POOL = 20  # best known items that hold-outs are drawn from, at least
_PARTICIPANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_PARAMETER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9-]{1,32}")


@dataclass(frozen=True)
class Study:
    """Never changed, except that it may be closed and opened again.

    Raises ValueError, which begins with the field's name, if it could not be carried out.
    """

    code: str  # in the link
    name: str  # for researchers
    policies: tuple[str, ...]  # participants are randomised to them
    n_questions: int  # whose answers count
    question_size: int
    dataset: str
    fingerprint: str  # of the artifact it was planned with
    holdouts: tuple[tuple[str, ...], ...]  # item keys; the same for everybody
    repeat_after: int  # answers, then the first is asked again turned round; 0 = never
    consent: str  # what participants agree to
    consent_version: str
    completion_code: str = ""
    completion_url: str = ""  # may contain {participant}
    secret: str = ""  # assigns participants, and opens their sessions: not for publication
    closed: bool = False
    stopping: str = "fixed"  # rule that says when to stop, of STOPPING
    plan: tuple[str, ...] = ()  # kinds of the screens in order, see PLANS
    invited_only: bool = False  # whether a link needs the participant's ``invitation``
    most_participants: int = 0  # who may begin; 0 = no limit
    statements: tuple[Statement, ...] = ()  # asked in the end
    lists: tuple[str, ...] = ()  # names of priors whose lists are compared before that
    parameter: str = ""  # how a recruiting platform calls its participants' ids in links

    def __post_init__(self) -> None:
        for name, is_right, expected in (
            ("code", _CODE.fullmatch(self.code), "letters, digits and -"),
            ("name", self.name.strip(), "a name"),
            ("policies", self.policies, "at least one"),
            ("policies", len({*self.policies}) == len(self.policies), "each once"),
            ("policies", {*self.policies} <= POLICIES.keys(), f"of {', '.join(POLICIES)}"),
            ("n_questions", 1 <= self.n_questions <= MOST_QUESTIONS, f"1 to {MOST_QUESTIONS}"),
            ("question_size", self.question_size in SIZES, f"{SIZES[0]} to {SIZES[-1]}"),
            ("holdouts", len(self.holdouts) <= MOST_HOLDOUTS, f"at most {MOST_HOLDOUTS}"),
            ("holdouts", all(len({*h}) == len(h) >= 2 for h in self.holdouts), "different items"),
            ("repeat_after", 0 <= self.repeat_after < self.n_questions, "fewer than n_questions"),
            ("stopping", self.stopping in STOPPING, f"one of {', '.join(STOPPING)}"),
            ("most_participants", self.most_participants >= 0, "0 or more"),
            ("statements", len(self.statements) <= MOST_STATEMENTS, f"up to {MOST_STATEMENTS}"),
            ("statements", _differ(own.key for own in self.statements), "different keys"),
            ("lists", len(self.lists) in (0, 2, 3) and _differ(self.lists), "two or three"),
            ("parameter", is_parameter(self.parameter), "letters, digits and _, unused here"),
            ("plan", is_plan(self.plan), "screens such as taps9"),
            ("consent", self.consent.strip(), "the text that participants agree to"),
            ("consent_version", self.consent_version.strip(), "a version"),
            ("completion_url", is_web_address(self.completion_url), "an address with https://"),
        ):
            if not is_right:
                raise ValueError(f"{name}: expected {expected}, got {getattr(self, name)!r}")

    def invitation(self, participant: str) -> str:
        """What the personal link of a participant ends in; made by the study's secret only."""
        return _keyed(self, f"invitation/{participant}").hexdigest()[:20]

    def admits(self, participant: str, invitation: str) -> bool:
        """Whether a link with this name and this invitation may come in."""
        if not self.invited_only:
            return True
        right = self.invitation(participant).encode()
        return compare_digest(right, invitation.encode(errors="replace"))

    def pseudonym(self, participant: str) -> str:
        """What files call them: the same each time, and nobody can tell who it is.

        Only the study's secret leads from a name to its pseudonym.
        """
        return f"p-{_keyed(self, f'pseudonym/{participant}').hexdigest()[:12]}"

    def completion_address(self, participant: str) -> str:
        """Where this participant goes in the end, "" if nowhere."""
        return self.completion_url.replace("{participant}", quote(participant, safe=""))


def is_web_address(text: str) -> bool:
    """Whether a browser may be sent there; nowhere is right, too."""
    if not text:
        return True
    try:
        parts = urlsplit(text.replace("{participant}", "x"))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


def is_parameter(text: str) -> bool:
    """Whether links may call participants so; none is right, too, and what links use is not."""
    used = ("study", "participant", "key", "lang", "s", "g", "p")
    return not text or (bool(_PARAMETER.fullmatch(text)) and text.lower() not in used)


def _differ(names: Iterable[str]) -> bool:
    found = list(names)
    return len({*found}) == len(found)


def is_participant(text: str) -> bool:
    """Whether a link can name somebody so: 1 to 64 letters, digits and . _ @ -"""
    return bool(_PARTICIPANT.fullmatch(text))


def enrol(study: Study, participant: str) -> Started:
    """The beginning of the participant's session: the same study and name, the same session.

    Policy, seed and session id are a keyed hash of the name: nobody can guess the session without
    the study's secret, each policy is as likely, and no participant depends on another. Raises
    ValueError if the participant cannot be called so.
    """
    if not is_participant(participant):
        raise ValueError(f"participant: expected letters, digits and . _ @ -, got {participant!r}")
    drawn = {what: _keyed(study, f"{what}/{participant}") for what in ("session", "policy", "seed")}
    number = {what: int.from_bytes(digest.digest()) for what, digest in drawn.items()}
    return Started(
        session_id=drawn["session"].hexdigest(),
        seed=number["seed"] % 2**31,
        policy=study.policies[number["policy"] % len(study.policies)],
        n_questions=study.n_questions,
        dataset=study.dataset,
        fingerprint=study.fingerprint,
        question_size=study.question_size,
        repeat_after=study.repeat_after,
        study=study.code,
        participant=participant,
        consent=study.consent_version,
        holdouts=study.holdouts,
        stopping=study.stopping,
        plan=study.plan,
    )


def _keyed(study: Study, text: str) -> blake2b:
    """A hash that nobody can compute without the study's secret."""
    key = f"{study.code}/{study.secret}".encode()[:64]
    return blake2b(text.encode(), key=key, digest_size=20)


def draw_holdouts(
    basis: RewardBasis, known: Floats, n: int, size: int, rng: np.random.Generator
) -> tuple[tuple[str, ...], ...]:
    """``n`` questions about ``size`` items each, no item twice, drawn among the best known.

    ``known`` (n_items,) are probabilities. The draw is random, so that no policy is favoured.
    Raises ValueError if the catalogue is too small to leave as many items for other questions.
    """
    if 2 * n * size > basis.n_items:
        raise ValueError(f"holdouts: expected at most {basis.n_items // (2 * size)}, got {n}")
    pool = np.argsort(-known, kind="stable")[: max(LEAST_POOL, 2 * n * size)]
    items = rng.permutation(pool)[: n * size].reshape(n, size)
    return tuple(tuple(basis.keys[item] for item in question) for question in items.tolist())

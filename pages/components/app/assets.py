"""The composition root: which fitted models and which database this server uses.

models/settings.py says where they are. Both are opened once and shared by all visitors, the models
anew when others are published. A failure is not remembered, so a page works again as soon as the
cause is gone.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from elicitation.inference.belief import Belief
from elicitation.questions.question_cache import QuestionCache
from elicitation.recommendations.new_to_you import DEFAULT_PLACE, NewToYou, places
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import History, Session
from elicitation.sessions.shared.choices import ChoiceStore
from elicitation.sessions.shared.files import FileStore
from elicitation.sessions.shared.leases import LeaseStore
from elicitation.sessions.store import EventStore
from elicitation.sessions.tries import TryStore
from elicitation.studies.store import StudyStore
from models.artifacts import (
    DEFAULT_PRIOR,
    MANIFEST,
    Artifact,
    ArtifactError,
    load_artifact,
)
from models.settings import read_settings

if TYPE_CHECKING:
    from models.histories.start import HistoryStart

KEPT_BELIEFS = 256  # some 30 kB each
KEPT_STARTS = 32  # less than a megabyte each in a catalogue of a few thousand items

log = logging.getLogger("tenfold")


def artifact() -> Artifact:
    """The newest one in the folder. Raises ArtifactError if there is none, or it is damaged.

    A page takes it once and passes it on: numbers of items mean nothing to another artifact. While
    one visitor reads a new one, and where it cannot be read, the old one goes on.
    """
    folder = read_settings().artifacts
    written, known = _written(folder), _held.get(folder)
    if known and (known.written == written or _reading.locked()):
        return known.artifact
    with _reading:
        known = _held.get(folder)  # somebody may just have read it
        if known is None or known.written != written:
            known = _held[folder] = _Held(written, _load(folder, known))
        return known.artifact


def questions(fitted: Artifact) -> QuestionCache:
    """What to ask next in any session, by this artifact."""
    return _ahead(fitted)


def belief(fitted: Artifact, session: Session) -> Belief:
    """The belief about this session's person, kept from run to run and from page to page."""
    return _beliefs(fitted)(session)


def ranker(
    fitted: Artifact,
    session: Session,
    prior: str = DEFAULT_PRIOR,
    trust: float | None = None,
    place: str = DEFAULT_PLACE,
) -> Ranker:
    """What ranks for this session's person: a prior that knows their history, with its trust.

    ``place``, of the artifact's ``places``, says how much of the list they may know already.
    """
    shared = fitted.priors[prior]
    if session.history.says_taste:
        shared = _started(fitted, session.history).prior(prior)
    aim = NewToYou(fitted.familiarity, fitted.alike, places(fitted.most_known)[place])
    return Ranker(shared, shared.trust if trust is None else trust, aim)


def events() -> EventStore:
    """The events of all sessions. Raises StoreUnavailable if the database cannot be used."""
    return EventStore(_open(read_settings().database_url))


def links() -> LinkStore:
    """Which codes lead to which sessions. Raises StoreUnavailable as ``events``."""
    return LinkStore(_open(read_settings().database_url))


def studies() -> StudyStore:
    """All studies. Raises StoreUnavailable as ``events``."""
    return StudyStore(_open(read_settings().database_url))


def tries(purpose: str) -> TryStore:
    """Who tried a secret of this kind lately. Raises StoreUnavailable as ``events``."""
    return TryStore(_open(read_settings().database_url), purpose)


def files() -> FileStore:
    """Files on their way to somebody. Raises StoreUnavailable as ``events``."""
    return FileStore(_open(read_settings().database_url))


def choices() -> ChoiceStore:
    """How people set their controls. Raises StoreUnavailable as ``events``."""
    return ChoiceStore(_open(read_settings().database_url))


def leases() -> LeaseStore:
    """Work that one process does. Raises StoreUnavailable as ``events``."""
    return LeaseStore(_open(read_settings().database_url))


class _Held(NamedTuple):
    written: int  # when its manifest was, in nanoseconds
    artifact: Artifact


# Not by Streamlit's cache: to find the same model again took it longer than to draw a button.
_held: dict[Path, _Held] = {}
_reading = Lock()


def _written(folder: Path) -> int:
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def _load(folder: Path, old: _Held | None) -> Artifact:
    try:
        return load_artifact(folder)
    except ArtifactError as error:
        if old is None:
            log.error("No artifact can be read from %s: %s", folder, error.__cause__ or error)
            raise
        log.warning("The old models stay: %s", error)
        return old.artifact


@lru_cache(maxsize=2)  # the artifact before this one is still in use for a moment
def _ahead(fitted: Artifact) -> QuestionCache:
    return QuestionCache(fitted.familiarity)


@lru_cache(maxsize=2)
def _beliefs(fitted: Artifact) -> Callable[[Session], Belief]:
    def believed(session: Session) -> Belief:
        history = session.history
        start = _started(fitted, history).coefficients if history.says_taste else None
        return Belief(fitted.basis, session, start)

    return lru_cache(maxsize=KEPT_BELIEFS)(believed)


@lru_cache(maxsize=KEPT_STARTS)
def _started(fitted: Artifact, history: History) -> "HistoryStart":
    from models.histories.start import start_from  # most visitors bring no history

    return start_from(fitted, history.liked, history.disliked)


@lru_cache(maxsize=1)
def _open(url: str) -> Database:
    return Database(url)

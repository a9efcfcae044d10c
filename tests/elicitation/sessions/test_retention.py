"""What is old is forgotten, and nothing else."""

from contextlib import closing

import pytest

from elicitation.sessions.database import Database
from elicitation.sessions.events import Finished, Started
from elicitation.sessions.links import LinkStore
from elicitation.sessions.store import EventStore
from models import retention

DAY = retention.DAY
NOW = 1000.0 * DAY


@pytest.fixture
def url(tmp_path, monkeypatch) -> str:
    monkeypatch.setattr(retention.time, "time", lambda: NOW)
    return f"sqlite:///{tmp_path}/s.sqlite3"


@pytest.fixture
def database(url):
    with closing(Database(url)) as database:
        events, links = EventStore(database), LinkStore(database)
        for name, first, last in (
            ("old", 900.0, 960.0),
            ("used", 100.0, 995.0),
            ("in-study", 100.0, 101.0),
        ):
            events.append(name, 0, Started(name, 1, "a_optimal", 10, "d", "f"), first * DAY)
            events.append(name, 1, Finished(0), last * DAY)
            links.link(f"of-{name}", "owner", name, first * DAY)
        links.link("study", "took part", "in-study", 100.0 * DAY)
        links.link("gone", "share", "deleted", 100.0 * DAY)
        links.link("ROOMS", "room", "ROOMS-1", 100.0 * DAY)
        yield database


def left(database: Database) -> set[str]:
    return set(EventStore(database).active(-1.0))


def test_a_dry_run_says_it_and_deletes_nothing(url, database, capsys) -> None:
    assert retention.main(["--database", url, "--days", "30", "--dry-run"]) == 0
    told = "1 sessions of people, 0 of studies and 1 links that lead nowhere would be deleted"
    assert told in capsys.readouterr().out
    assert left(database) == {"old", "used", "in-study"}


def test_what_nobody_used_for_so_long_is_gone_with_its_links(url, database) -> None:
    assert retention.main(["--database", url, "--days", "30"]) == 0
    assert left(database) == {"used", "in-study"}
    links = LinkStore(database)
    assert not links.of("old") and not links.linked("gone", "share")
    assert links.of("used") and links.linked("ROOMS", "room")
    assert retention.main(["--database", url, "--days", "30", "--study-days", "365"]) == 0
    assert left(database) == {"used"} and not links.linked("study", "took part")


@pytest.mark.parametrize("days", ["0", "-3", "nan", "inf", "many"])
def test_no_slip_deletes_everything(url, database, days) -> None:
    with pytest.raises(SystemExit):
        retention.main(["--database", url, "--days", days])
    assert len(left(database)) == 3

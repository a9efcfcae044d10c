"""Studies: who comes in how, what is held out, what is reported, and replay from every file."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scipy import stats

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import next_question
from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Finished,
    Marked,
    Undone,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply, replay
from elicitation.simulation.sessions import drawn_person, reply
from elicitation.studies.dictionary import DICTIONARY, markdown
from elicitation.studies.encoding import decode_study, encode_study
from elicitation.studies.export import dictionary_csv, rows, sessions, to_csv, to_json
from elicitation.studies.forecasts import first_pick_probability, forecasts
from elicitation.studies.report import calibration, outcome, report
from elicitation.studies.study import Study, draw_holdouts, enrol, is_participant
from models.settings import ROOT
from pages.components.studies.parquet import to_parquet

N = 60
RNG = np.random.default_rng(0)
BASIS = RewardBasis(
    tuple(f"k{n}" for n in range(N)),
    RNG.standard_normal((N, 3)),
    0.3 * RNG.standard_normal(N),
    ("a", "b", "c"),
    Gaussian(np.zeros(3), np.eye(3)),
    "f",
)
FAMILIARITY = Familiarity(np.linspace(3.0, 0.0, N), 1.0)
STUDY = Study(
    code="s1",
    name="Which rule?",
    policies=("a_optimal", "random"),
    n_questions=6,
    question_size=2,
    dataset="toy",
    fingerprint="f",
    holdouts=(("k0", "k1"), ("k2", "k3")),
    repeat_after=5,
    consent="I agree.",
    consent_version="1",
    completion_url="https://example.org/done?who={participant}",
    secret="not for publication",
)


def run(study: Study = STUDY, participant: str = "p1", lapse: float = 0.0) -> list:
    """All events of somebody drawn from the population, with a wrong click taken back."""
    started = enrol(study, participant)
    rng = np.random.default_rng(started.seed)
    utilities = BASIS.offsets + BASIS.rewards @ BASIS.prior.sample(1, rng)[0]
    person = drawn_person(
        dict(zip(BASIS.keys, utilities.tolist(), strict=True)), frozenset(BASIS.keys), lapse
    )
    events, session = [started], Session(started)
    while not session.is_complete:
        question = next_question(Belief(BASIS, session), FAMILIARITY)
        event = replace(
            reply(BASIS, person, question, started.seed), response_ms=1000 + len(events)
        )
        events.append(event)
        session = apply(session, event)
        if len(events) == 4:
            events.append(Undone(session.step))
            session = apply(session, events[-1])
    return events


def test_the_same_participant_is_always_enrolled_the_same() -> None:
    assert enrol(STUDY, "p1") == enrol(STUDY, "p1")
    other = enrol(STUDY, "p2")
    assert other.session_id != enrol(STUDY, "p1").session_id
    assert enrol(replace(STUDY, secret="another"), "p1").session_id != enrol(STUDY, "p1").session_id
    assert enrol(replace(STUDY, code="s2"), "p1").session_id != enrol(STUDY, "p1").session_id
    assert enrol(replace(STUDY, closed=True), "p1") == enrol(STUDY, "p1")


def test_policies_are_assigned_by_lot_and_say_nothing_of_the_seed() -> None:
    study = replace(STUDY, policies=("random", "pref", "a_optimal"))
    found = [enrol(study, f"p{n}") for n in range(3000)]
    names = [started.policy for started in found]
    counts = [names.count(name) for name in study.policies]
    assert stats.chisquare(counts).pvalue > 1e-3
    runs = [a == b for a, b in zip(names, names[1:], strict=False)]
    assert stats.binomtest(sum(runs), len(runs), 1 / 3).pvalue > 1e-3
    of_two = [started.seed for started in found if started.policy == "random"]
    assert stats.kstest(np.array(of_two) / 2**31, "uniform").pvalue > 1e-3
    assert len({started.session_id for started in found}) == 3000


@pytest.mark.parametrize("name", ["", " ", "a b", "<b>", "../x", "x" * 65, "p\n", ".p", "ü"])
def test_a_participant_that_no_link_can_name_is_refused(name: str) -> None:
    assert not is_participant(name)
    with pytest.raises(ValueError, match="participant"):
        enrol(STUDY, name)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"policies": ()}, "policies"),
        ({"policies": ("random", "random")}, "policies"),
        ({"policies": ("astrology",)}, "policies"),
        ({"n_questions": 0}, "n_questions"),
        ({"n_questions": 101}, "n_questions"),
        ({"question_size": 1}, "question_size"),
        ({"holdouts": (("a", "a"),)}, "holdouts"),
        ({"repeat_after": 6}, "repeat_after"),
        ({"consent": ""}, "consent"),
        ({"consent_version": ""}, "consent_version"),
        ({"completion_url": "javascript:alert(1)"}, "completion_url"),
        ({"completion_url": "https:// x"}, "completion_url"),
        ({"completion_url": "//example.org"}, "completion_url"),
        ({"completion_url": "https://[x"}, "completion_url"),
        ({"code": "a b"}, "code"),
    ],
)
def test_what_could_not_be_carried_out_is_refused_by_name(change: dict, field: str) -> None:
    with pytest.raises(ValueError, match=f"^{field}: "):
        replace(STUDY, **change)


def test_a_participant_cannot_change_where_completion_leads() -> None:
    assert STUDY.completion_address("a@b") == "https://example.org/done?who=a%40b"
    assert replace(STUDY, completion_url="").completion_address("a") == ""


def test_a_study_survives_the_way_through_json() -> None:
    assert decode_study(json.loads(json.dumps(encode_study(STUDY)))) == STUDY
    with pytest.raises(ValueError, match="closed"):
        decode_study({**encode_study(STUDY), "closed": 1})


def test_holdouts_are_well_known_and_nothing_comes_twice() -> None:
    known = np.linspace(1.0, 0.0, N)
    drawn = draw_holdouts(BASIS, known, 4, 3, np.random.default_rng(1))
    items = [item for question in drawn for item in question]
    assert len(set(items)) == 12 and [len(question) for question in drawn] == [3] * 4
    assert all(BASIS.numbers[item] < 24 for item in items)
    assert draw_holdouts(BASIS, known, 0, 2, np.random.default_rng(1)) == ()
    with pytest.raises(ValueError, match="holdouts"):
        draw_holdouts(BASIS, known, 16, 2, np.random.default_rng(1))


@pytest.mark.parametrize("policy", ["a_optimal", "random", "fixed_list"])
def test_holdouts_are_asked_in_between_and_never_believed(policy: str) -> None:
    study = replace(STUDY, policies=(policy,), repeat_after=0)
    events = run(study)
    session = replay(events)
    assert len(session.answers) == 6 and len(session.holdout_answers) == 2
    assert session.n_done == session.n_planned == 8
    assert {frozenset(a.items) for a in session.holdout_answers} == set(
        map(frozenset, study.holdouts)
    )
    assert [a.step for a in session.holdout_answers] == [
        2 + 2,
        5 + 2,
    ]  # after two and four; one undone before
    assert not {"k0", "k1", "k2", "k3"} & set(session.shown)
    turned = [
        replace(e, choice=pick(e.items[1 - e.items.index(e.choice.items[0])]))
        if isinstance(e, Answered) and session.is_holdout(e.items)
        else e
        for e in events
    ]
    other = replay(turned)
    assert other.holdout_answers != session.holdout_answers and other.answers == session.answers
    assert (Belief(BASIS, other).posterior.mean == Belief(BASIS, session).posterior.mean).all()
    unseen = [
        replace(e, choice=unknown(*e.items))
        if isinstance(e, Answered) and session.is_holdout(e.items)
        else e
        for e in events
    ]
    assert replay(unseen).answers == session.answers and replay(unseen).is_complete


def test_an_undo_takes_back_what_was_answered_last_whatever_it_was() -> None:
    started = replace(enrol(STUDY, "p"), n_questions=2, holdouts=(("k0", "k1"),), repeat_after=0)
    session = Session(started)
    held = next_question(Belief(BASIS, session), FAMILIARITY)
    assert held is not None and not session.is_holdout(tuple(BASIS.keys[i] for i in held.items))
    first = Answered(0, tuple(BASIS.keys[i] for i in held.items), SAME)
    second = Answered(1, ("k1", "k0"), pick("k0"))
    third = Answered(2, ("k10", "k11"), pick("k10"))
    told = session
    for event in (first, second, third):
        told = apply(told, event)
    assert (told.answers, told.holdout_answers, told.n_done) == ((first, third), (second,), 3)
    told = apply(told, Undone(3))
    assert (told.answers, told.holdout_answers) == ((first,), (second,))
    told = apply(told, Undone(4))
    assert (told.answers, told.holdout_answers) == ((first,), ())
    assert next_question(Belief(BASIS, told), FAMILIARITY).items in ((0, 1), (1, 0))
    told = apply(told, Undone(5))
    assert (told.answers, told.holdout_answers) == ((), ())
    assert apply(told, Undone(6)) is told


def test_sides_of_holdouts_are_by_lot() -> None:
    firsts = set()
    for n in range(20):
        started = replace(enrol(STUDY, f"p{n}"), n_questions=1)
        firsts.add(next_question(Belief(BASIS, Session(started)), FAMILIARITY).items[0])
    assert firsts == {0, 1}


def test_forecasts_know_only_what_came_before_and_of_holdouts_everything_else() -> None:
    events = run()
    made = list(forecasts(BASIS, events))
    answers = [e for e in events if isinstance(e, Answered)]
    assert [f.answer for f in made] == answers
    assert [f.counts for f in made].count(False) == 1  # the one that was taken back
    kinds = [f.kind for f in made]
    assert kinds.count("held out") == 3 and kinds.count("repeated") == 1
    for forecast in made:
        turned = [replace(e, choice=SAME) if e is forecast.answer else e for e in events]
        again = next(f for f in forecasts(BASIS, turned) if f.answer.step == forecast.answer.step)
        assert again.probability == forecast.probability
    final = replay(events)
    held = next(f for f in made if f.kind == "held out")
    assert held.probability == first_pick_probability(Belief(BASIS, final), held.answer.items)


def test_a_prediction_is_the_integral_over_the_belief() -> None:
    session = Session(enrol(STUDY, "p1"))
    d = BASIS.rewards[4] - BASIS.rewards[5]
    mean, deviation = BASIS.offsets[4] - BASIS.offsets[5], float(np.sqrt(d @ d))
    u = np.linspace(mean - 8 * deviation, mean + 8 * deviation, 4001)
    exact = np.trapezoid(stats.norm(mean, deviation).pdf(u) / (1 + np.exp(-u)), u)
    chance = first_pick_probability(Belief(BASIS, session), ("k4", "k5"))
    assert chance == pytest.approx(exact, abs=4 * 0.5 / 300**0.5)
    assert chance + first_pick_probability(Belief(BASIS, session), ("k5", "k4")) == pytest.approx(
        1.0
    )
    assert first_pick_probability(Belief(BASIS, session), ("k4", "gone")) is None


@pytest.mark.statistical
@pytest.mark.slow
def test_predictions_of_people_from_the_population_are_calibrated_and_lapses_show() -> None:
    """The control must fail: the same people, half of whose answers are random."""
    honest = [outcome(BASIS, run(participant=f"p{n}")) for n in range(40)]
    careless = [outcome(BASIS, run(participant=f"p{n}", lapse=0.8)) for n in range(40)]
    found, control = report(honest), report(careless)
    assert found.all_picks.n >= 300 and found.held_out.n == 80
    assert found.all_picks.error < found.all_picks.null[1] + 0.01  # 5 % would fail without the rest
    assert control.all_picks.error > control.all_picks.null[1] + 0.01
    assert found.lapses.mean < control.lapses.mean
    assert found.n_repeated == 40 and found.n_agreed > control.n_agreed
    assert found.n_begun == found.n_complete == 40
    assert 1000 < found.median_ms < 1010


def test_only_who_has_ended_is_judged_and_times_stand_in_order() -> None:
    events = run()
    begun, ended = outcome(BASIS, events[:5]), outcome(BASIS, events)
    assert not begun.has_ended and begun.forecasts == () and begun.n_done == 2
    assert ended.has_ended and ended.is_complete
    stopped = outcome(BASIS, [*events[:5], Finished(4)])
    assert stopped.has_ended and not stopped.is_complete and len(stopped.forecasts) == 3
    kept = [f.answer.response_ms for f in ended.forecasts if f.counts]
    assert report([begun, ended]).median_by_place == tuple(map(float, kept))
    assert report([begun, ended]).n_begun == 2


def test_a_report_of_nobody_says_nothing() -> None:
    empty = report([])
    assert empty.n_begun == 0 and empty.median_ms is None and empty.held_out is None
    assert empty.lapses is None and calibration([]) is None


def logs() -> list[list]:
    """Two participants, one of whom did everything that can be done."""
    busy = run(participant="=busy".strip("="))
    step = replay(busy).step
    extra = [
        AxisCorrected(step, ("k9",), ("k8",), 2),
        Marked(step + 1, "k7", "seen"),
        Finished(step + 2),
    ]
    return [
        [(1.5e9 + n / 7, event) for n, event in enumerate(own)]
        for own in (run(participant="p2"), [*busy, *extra])
    ]


def told(logs: list[list]) -> list[tuple]:
    return [(log, forecasts(BASIS, [event for _, event in log])) for log in logs]


def test_every_session_replays_exactly_from_every_file() -> None:
    table = list(rows(STUDY, told(logs()), named=True))
    from_csv = list(csv.DictReader(io.StringIO(to_csv(table))))
    from_json = json.loads(to_json(STUDY, table))["rows"]
    from_parquet = pq.read_table(io.BytesIO(to_parquet(table))).to_pylist()
    for read in (from_csv, from_json, from_parquet):
        found = sessions(read)
        assert list(found) == ["p2", "busy"]
        for log in logs():
            session = replay(event for _, event in log)
            again = replay(found[session.started.participant])
            named = replace(session.started, session_id=session.started.participant)
            assert again == replace(session, started=named)
            here, there = Belief(BASIS, session).posterior, Belief(BASIS, again).posterior
            assert (here.mean == there.mean).all() and (here.cov == there.cov).all()
            replayed = Session(again.started)
            for event in found[again.started.participant][1:]:
                if isinstance(event, Answered):
                    question = next_question(Belief(BASIS, replayed), FAMILIARITY)
                    assert tuple(BASIS.keys[i] for i in question.items) == event.items
                replayed = apply(replayed, event)


def test_files_hold_pseudonyms_unless_names_are_asked_for() -> None:
    """Files that were handed on said who had answered what."""
    table = list(rows(STUDY, told(logs())))
    for text in (to_csv(table), to_json(STUDY, table), str(to_parquet(table))):
        assert "busy" not in text and '"p2"' not in text and ",p2," not in text
    called = list(dict.fromkeys(row["participant"] for row in table))
    assert called == [STUDY.pseudonym("p2"), STUDY.pseudonym("busy")]
    assert replace(STUDY, secret="another").pseudonym("p2") != STUDY.pseudonym("p2")
    again = sessions(table)
    assert [len(events) for events in again.values()] == [len(log) for log in logs()]


def test_files_hold_no_key_to_a_session_and_explain_every_column() -> None:
    table = list(rows(STUDY, told(logs())))
    written = [to_csv(table), to_json(STUDY, table), str(to_parquet(table))]
    for text in written:
        assert STUDY.secret not in text and enrol(STUDY, "p2").session_id not in text
    names = [column.name for column in DICTIONARY]
    assert all(list(row) == names for row in table)
    assert [row[0] for row in csv.reader(io.StringIO(dictionary_csv()))] == ["column", *names]
    exported = json.loads(written[1])
    Draft202012Validator.check_schema(exported["schema"])
    check = Draft202012Validator(exported["schema"])
    check.validate(exported)
    record = check.evolve(
        schema={**exported["schema"]["$defs"]["Event"], "$defs": exported["schema"]["$defs"]}
    )
    for row in exported["rows"]:
        record.validate(json.loads(row["record"]))
        assert not record.is_valid({**json.loads(row["record"]), "event": "exploded"})
        assert not check.is_valid({**exported, "rows": [{**row, "position": -1}]})
    described = pq.read_schema(io.BytesIO(to_parquet(table)))
    for column in DICTIONARY:
        assert described.field(column.name).metadata[b"meaning"].decode() == column.meaning
        assert column.meaning in written[1].replace('\\"', '"')


def test_the_document_of_exports_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "exports.md").read_text() == markdown()


def test_times_kinds_and_predictions_are_in_the_rows() -> None:
    table = list(rows(STUDY, told(logs()[:1])))
    assert table[0]["event"] == "started" and table[0]["at"].startswith("2017-07-14T02:40:00.000")
    answers = [row for row in table if row["event"] == "answered"]
    assert {row["kind"] for row in answers} == {"asked", "repeated", "held out"}
    assert all(0.0 < row["first_chance"] < 1.0 and row["response_ms"] > 1000 for row in answers)
    assert [row["counts"] for row in answers].count(False) == 1


@given(st.text(max_size=30))
def test_only_what_encode_wrote_is_read_back(record: str) -> None:
    with pytest.raises(ValueError):
        sessions([{"participant": "p", "position": 0, "record": record}])


def test_an_invitation_fits_one_name_in_one_study():
    invited = replace(STUDY, invited_only=True)
    right = invited.invitation("anna")
    assert invited.admits("anna", right)
    for name, key in (("bert", right), ("anna", right[:-1]), ("anna", ""), ("anna", "é" * 20)):
        assert not invited.admits(name, key)
    assert not replace(invited, secret="another").admits("anna", right)
    assert not replace(invited, code="another").admits("anna", right)
    assert STUDY.admits("anna", ""), "an open study needs none"

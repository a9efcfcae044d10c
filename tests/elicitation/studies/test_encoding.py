import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.questions.policies import POLICIES
from elicitation.studies.encoding import decode_study, encode_study
from elicitation.studies.study import MOST_QUESTIONS, SIZES, Study

words = st.text(min_size=1, max_size=12).filter(str.strip)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    n_questions = draw(st.integers(1, MOST_QUESTIONS))
    question = st.lists(st.text(max_size=5), min_size=2, max_size=6, unique=True).map(tuple)
    return Study(
        code=draw(st.from_regex(r"[A-Za-z0-9-]{1,32}", fullmatch=True)),
        name=draw(words),
        policies=tuple(draw(st.lists(st.sampled_from([*POLICIES]), min_size=1, unique=True))),
        n_questions=n_questions,
        question_size=draw(st.sampled_from(SIZES)),
        dataset=draw(st.text(max_size=8)),
        fingerprint=draw(st.text(max_size=8)),
        holdouts=tuple(draw(st.lists(question, max_size=3))),
        repeat_after=draw(st.integers(0, n_questions - 1)),
        consent=draw(words),
        consent_version=draw(words),
        completion_code=draw(st.text(max_size=5)),
        secret=draw(st.text(max_size=5)),
        closed=draw(st.booleans()),
    )


STUDY = Study("s", "S", ("random",), 5, 2, "toy", "f", (("a", "b"),), 0, "Yes.", "1")
names = st.text(max_size=8).filter(lambda name: name not in encode_study(STUDY))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(studies(), st.dictionaries(names, anything, max_size=3))
def test_a_study_survives_the_way_through_json_and_unknown_fields_are_ignored(study, later):
    assert decode_study(json.loads(json.dumps(encode_study(study) | later))) == study


@given(st.sampled_from([*encode_study(STUDY)]), anything)
def test_a_value_of_another_type_is_refused_by_name(field, value):
    own = json.loads(json.dumps(encode_study(STUDY)))
    if type(value) is type(own[field]):
        return
    with pytest.raises(ValueError, match=field):
        decode_study(own | {field: value})


@pytest.mark.parametrize("field", ["code", "holdouts", "consent"])
def test_a_study_without_a_field_that_every_version_wrote_is_refused(field):
    record = encode_study(STUDY)
    del record[field]
    with pytest.raises(ValueError, match=f"study: .*required field `{field}`"):
        decode_study(record)


def test_a_study_from_before_a_field_came_has_its_default():
    record = encode_study(STUDY)
    del record["completion_url"], record["closed"]
    assert decode_study(record) == STUDY

"""What is stored, and that it is read back whatever its age."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from conversations.session import VERSION, Session, Topic, restore, store

sessions = st.builds(
    Session,
    flow=st.none() | st.sampled_from(["settings", "quiz"]),
    step=st.none() | st.text(max_size=10),
    slots=st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.none(), max_size=3),
    topic=st.none() | st.builds(Topic, intent=st.text(max_size=8), occupations=st.lists(st.text(max_size=10), max_size=3).map(tuple)),
    shortlist=st.lists(st.text(max_size=10), max_size=4).map(tuple),
    state=st.none() | st.sampled_from(["Texas", "Ohio"]),
    welcomed=st.booleans(),
)


@given(session=sessions)
def test_round_trip(session: Session) -> None:
    assert restore(store(session)) == session


def test_a_new_student_takes_no_room() -> None:
    assert store(Session()) == "{}"


def test_what_no_version_knows_is_left_behind() -> None:
    old = {"version": 0, "shortlist": ["29-1141.00"], "favourite_colour": "green"}
    assert restore(json.dumps(old)) == Session(shortlist=("29-1141.00",))
    assert restore("{}").version == VERSION


def test_only_what_the_privacy_text_names_is_stored() -> None:
    fields = {"version", "flow", "step", "slots", "topic", "shortlist", "state", "language", "welcomed", "records"}
    assert set(Session.model_fields) == fields

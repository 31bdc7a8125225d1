"""The quiz as a conversation: every step stored and read back, late taps, lengths, records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.flows import elimination, fit_check, quiz, quiz_record, results
from conversations.flows.quiz_typed import typed_answer
from conversations.messages import Chose, Command, Message, Reply, Said
from conversations.session import Session, restore, store
from conversations.steps import Context, Done, Go, Turn, step_choice
from conversations.wording import wording
from knowledge.interests.items import MARKERS
from knowledge.interests.quiz import Mode

NOW = datetime(2026, 9, 1, tzinfo=UTC)


class Student:
    """One session whose every turn is stored and read back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.session = Session()
        self.now = NOW

    def send(self, message: Message, seconds: int = 4) -> Turn:
        self.now += timedelta(seconds=seconds)
        turn = self.engine.advance(restore(store(self.session)), message, self.now)
        assert restore(store(turn.session)) == turn.session
        self.session = turn.session
        return turn

    @property
    def context(self) -> Context:
        return Context(self.session, self.engine.catalog, self.engine.matcher, self.now)

    def step(self, answer: str) -> Turn:
        """Tap an answer of the step that is open."""
        flow, step = self.session.flow or "", self.session.step or ""
        question = self.engine.open_step(self.session)
        assert question
        return self.send(Chose(step_choice(flow, step, question.question(self.context), answer)))

    def take(self, answers: list[int], mode: str = "adaptive") -> list[str]:
        """A whole quiz; the answers are given in turn, again from the first when they run out."""
        self.send(Command("quiz"))
        self.step(mode)
        asked = []
        while self.session.step == "item":
            asked.append(quiz.next_item(self.context) or "")
            self.step(str(answers[(len(asked) - 1) % len(answers)]))
        return asked


VARIED = [4, 2, 5, 3, 1, 4, 4, 2, 5, 1, 3]


@pytest.fixture
def student(engine: Engine) -> Student:
    return Student(engine)


def texts(turn: Turn) -> list[str]:
    return [wording().plain(reply.phrase) for reply in turn.replies]


@hypothesis_settings(max_examples=25)
@given(answers=st.lists(st.integers(1, 5), min_size=7, max_size=11), mode=st.sampled_from(["adaptive", "short"]))
def test_any_answers_end_in_results_or_are_named_careless(engine: Engine, answers: list[int], mode: str) -> None:
    student = Student(engine)
    asked = student.take(answers, mode)
    assert len(set(asked)) == len(asked) <= 30
    if student.session.step == "careless":
        return
    turn = student.step("z4")
    assert student.session.flow is None
    assert quiz_record.finished(student.session)
    assert turn.replies[0].phrase.key in ("quiz.profile", "quiz.flat")


def test_the_long_quiz_asks_all_48(student: Student) -> None:
    assert set(MARKERS) <= set(student.take(VARIED, "full"))


def test_a_late_tap_and_a_double_tap_change_nothing(student: Student) -> None:
    student.send(Command("quiz"))
    student.step("adaptive")
    first = Chose(step_choice("quiz", "item", quiz.next_item(student.context) or "", "5"))
    student.send(first)
    before = student.session
    for wait in (0, 1, 7 * 24 * 3600):
        turn = student.send(first, wait)
        assert student.session == before
        assert [reply.phrase.key for reply in turn.replies] == ["talk.old_button", "quiz.item"]


def test_back_then_the_same_answer_is_no_change(student: Student) -> None:
    student.send(Command("quiz"))
    student.step("adaptive")
    for answer in ("4", "2", "5"):
        student.step(answer)
    answers, item = quiz_record.open_answers(student.context), quiz.next_item(student.context)
    student.step("back")
    student.step("5")
    assert quiz_record.open_answers(student.context) == answers
    assert quiz.next_item(student.context) == item


def test_nothing_derived_is_stored(student: Student) -> None:
    student.take(VARIED, "short")
    student.step("z3")
    record = quiz_record.finished(student.session)
    assert record
    assert set(record) == {"mode", "date", "zone", "answers"}
    assert student.session.slots == {}


def test_answers_faster_than_a_second_give_no_ranking(engine: Engine) -> None:
    student = Student(engine)
    student.send(Command("quiz"))
    student.step("short")
    count = 0
    while student.session.step == "item":
        item = quiz.next_item(student.context) or ""
        student.send(Chose(step_choice("quiz", "item", item, str(VARIED[count % len(VARIED)]))), 0)
        count += 1
    assert student.session.step == "careless"
    assert "profile" not in " ".join(student.session.records)
    assert results.outcome_of(student.context) is None
    assert quiz_record.profile_of(student.context) is None


def test_a_short_quiz_can_be_continued_and_keeps_its_answers(student: Student) -> None:
    short = student.take(VARIED, "short")
    student.step("z5")
    student.session = _begun(student, "more")
    assert list(quiz_record.open_answers(student.context))[: len(short)] == short
    while student.session.step == "item":
        student.step("3")
    student.step("z5")
    record = quiz_record.finished(student.session)
    assert record
    assert record.get("before") is None  # one quiz continued, not a second one


def test_a_retake_is_compared_with_the_one_before(student: Student) -> None:
    student.take(VARIED, "short")
    student.step("z5")
    student.take(VARIED[::-1], "short")
    turn = student.step("z5")
    assert [reply.phrase.key for reply in turn.replies] == ["quiz.profile", "quiz.fields", "quiz.compare"]


def test_school_limits_the_jobs_and_is_kept(student: Student) -> None:
    student.take(VARIED, "short")
    student.step("z3")
    outcome = results.outcome_of(student.context)
    assert outcome
    zones = [student.engine.catalog.occupations[match.id].job_zone for match in results.jobs_of(student.context, outcome)]
    assert max(zone or 0 for zone in zones) == 3
    student.session = _begun(student, "school")
    student.step("z2")
    assert results.zone_of(student.context) == 2


def test_every_result_choice_opens(student: Student) -> None:
    student.take(VARIED, "short")
    student.step("z5")
    seen: set[str] = set()
    waiting = ["qr:top", "qr:about", "qr:cmp", "qr:jobs:finance:1"]
    while waiting:
        id = waiting.pop()
        if id in seen or len(seen) > 60:
            continue
        seen.add(id)
        turn = student.send(Chose(id))
        assert all(texts(turn))
        assert turn.replies[0].phrase.key != "talk.unknown_button"
        waiting += [item.id for reply in turn.replies for row in reply.choices for item in row if item.id.startswith("qr:")]
    assert {id.split(":")[1] for id in seen} == {"top", "why", "jobs", "diff", "cmp", "about"}


def test_a_result_choice_without_a_quiz_says_so(student: Student) -> None:
    for id in ("qr:top", "qr:why:finance", "qr:jobs", "qr:diff", "qr:cmp"):
        assert student.send(Chose(id)).replies[0].phrase.key == "quiz.none"


def test_the_picture_says_in_words_what_it_shows(student: Student) -> None:
    student.take(VARIED, "short")
    reply: Reply = student.step("z5").replies[0]
    assert reply.picture
    words = wording().plain(reply.picture.alt)
    assert all(f"{row['score']:.1f}" in words for row in reply.picture.data["scores"])


# The ways in


def _begun(student: Student, argument: str) -> Session:
    outcome = quiz.begin(student.context, argument)
    assert isinstance(outcome, Go)
    return restore(store(outcome.session.but(step=outcome.step)))


@pytest.mark.parametrize(
    ("argument", "flow", "step"),
    [
        ("", "quiz", "menu"),
        ("adaptive", "quiz", "item"),
        ("short", "quiz", "item"),
        ("full", "quiz", "item"),
        ("more", "quiz", "item"),
        ("school", "quiz", "menu"),
        ("sort", "sort", "field"),
        ("narrow", "sort", "field"),
        ("fit", "fit", "pick"),
        ("fit:finance", "fit", "say"),
        ("fit:nothing", "fit", "pick"),
        ("nonsense", "quiz", "menu"),
    ],
)
def test_begin(student: Student, argument: str, flow: str, step: str) -> None:
    student.session = _begun(student, argument)
    assert (student.session.flow, student.session.step) == (flow, step)
    opened = student.engine.open_step(student.session)
    assert opened
    assert wording().plain(opened.ask(student.context).phrase)


def test_an_old_button_does_not_throw_away_a_quiz_under_way(student: Student) -> None:
    student.session = _begun(student, "adaptive")
    student.step("4")
    student.session = _begun(student, "short")
    assert student.session.step == "menu"
    assert len(quiz_record.open_answers(student.context)) == 1
    student.step("go_on")
    assert student.session.step == "item"


def test_every_button_of_every_field_fits(student: Student) -> None:
    """At most 64 bytes, also for the field with the longest id."""
    for id in student.engine.catalog.clusters:
        student.session = _begun(student, f"fit:{id}")
        assert fit_check.ask(student.context).choices
        student.session = Session(flow=elimination.NAME, step="field", slots={"round": [id]})
        assert elimination.ask(student.context).choices


# Fields one by one, and one field


def test_elimination_narrows_down_to_what_was_kept(student: Student) -> None:
    student.session = _begun(student, "sort")
    for _ in student.engine.catalog.clusters:
        turn = student.step("keep")
    assert turn.replies[0].phrase.key == "elimination.survivors"
    student.session = _begun(student, "narrow")
    student.step("drop")
    student.step("unsure")
    student.step("keep")
    student.step("keep")
    student.step("stop")
    record = student.session.records["sort"]
    assert isinstance(record, dict)
    assert elimination.survivors_of(record["marks"]) == list(student.engine.catalog.clusters)[2:4]  # type: ignore[arg-type]


@pytest.mark.parametrize(("answers", "verdict"), [("yyyyy", "strong"), ("kkkkk", "partly"), ("nnnnk", "little")])
def test_fit_check(student: Student, answers: str, verdict: str) -> None:
    student.session = _begun(student, "fit:finance")
    names = {"y": "yes", "k": "kind", "n": "no"}
    for letter in answers:
        turn = student.step(names[letter])
    result = turn.replies[0].phrase
    assert result.key == "fit.result"
    assert result.values["verdict"].key == f"fit.{verdict}"
    finance = student.engine.catalog.clusters["finance"]
    assert result.values["for"] == [text for text, letter in zip(finance.fits_you, answers, strict=True) if letter == "y"]


# Typed answers

TYPED = {
    1: ["1", "hate it", "I'd hate that", "never", "ew", "no way"],
    2: ["2", "no", "nah", "not really", "boring", "don't like it", "I would not like that", "👎"],
    3: ["3", "meh", "it's okay", "idk", "so so", "maybe", "it depends"],
    4: ["4", "like", "yes", "sure", "I'd like that", "sounds fun", "👍", "not bad"],
    5: ["5", "love that", "LOVE IT!!", "i love it so much", "hell yeah", "😍", "awesome"],
}


@pytest.mark.parametrize(("text", "answer"), [(text, answer) for answer, ways in TYPED.items() for text in ways])
def test_typed_answers(text: str, answer: int) -> None:
    assert typed_answer(text) == answer


@pytest.mark.parametrize(
    "text", ["what does a nurse make", "nurse", "how long is this", "12", "/help", "", "welding", "i like big trucks and cars a lot"]
)
def test_other_text_is_no_answer(text: str) -> None:
    assert typed_answer(text) is None


def test_a_question_in_between_is_answered_and_the_quiz_waits(student: Student) -> None:
    student.send(Command("quiz"))
    student.step("adaptive")
    student.step("4")
    item = quiz.next_item(student.context)
    turn = student.send(Said("how much do nurses make"))
    assert turn.replies[0].phrase.key != "quiz.item"
    assert (student.session.flow, student.session.step) == ("quiz", "item")
    assert quiz.next_item(student.context) == item


def test_an_unknown_answer_of_a_step_is_answered(student: Student) -> None:
    student.send(Command("quiz"))
    student.step("adaptive")
    turn = student.step("99")
    assert turn.replies[0].phrase.key == "quiz.answer_or_stop"
    assert turn.replies[0].choices


def test_modes_have_buttons() -> None:
    assert all(f"quiz.button.{mode.value}" in wording() for mode in Mode)


def test_done_leaves_the_flow(student: Student) -> None:
    student.session = _begun(student, "adaptive")
    outcome = quiz.answer_item(student.context, Said("stop"))
    assert isinstance(outcome, Done)
    assert outcome.session.flow is None


TRANSCRIPTS = Path(__file__).parents[1] / "transcripts" / "quiz"
PROMISED = {"straight_through", "back_and_change", "stop_early", "resume_after_three_weeks", "retake_and_compare"} | {
    *("flat_answers", "typed_answers", "elimination", "fit_check", "stale_button"),
}


def test_the_promised_transcripts_are_there() -> None:
    assert {path.stem for path in TRANSCRIPTS.glob("*.txt")} >= PROMISED

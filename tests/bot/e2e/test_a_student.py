"""A student and the advisor: what the issue's "Done when" walks through, polling and by webhook."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.sandbox import Sandbox, Student
from bot.sandbox.limits import CAPTION, TEXT
from conversations.messages import Phrase
from conversations.wording import wording
from tests.bot.e2e.conftest import Errors, Rows, Run
from tests.bot.e2e.talk import Talk, data, labels
from tests.bot.support import until

NURSE = "29-1141.00"
CARD = "/start o_29-1141-00"
MOST_QUESTIONS = 60


async def take_quiz(ana: Talk, *answers: str) -> None:
    """Taps answers in turn, from the first question to the one about school."""
    at = ana.offering(answers[0])
    for number in range(MOST_QUESTIONS):
        at = await ana.tap(answers[number % len(answers)])
        if "s:quiz:item:" not in " ".join(data(at)):
            return
    raise AssertionError(f"the quiz does not end: {at}")


async def test_start_says_what_it_can_do_and_a_question_is_answered_with_its_source(ana: Talk) -> None:
    welcome = await ana.say("/start", "Signpost")
    assert len(labels(welcome)) >= 3
    answer = await ana.say("how much do nurses make", "Registered nurse")
    assert "$" in answer["text"]
    assert "Source: BLS pay, May" in answer["text"]
    example = await ana.tap("e:networking", "network")
    assert example["message_id"] != welcome["message_id"]


async def test_explore_to_a_card_whose_sections_change_in_place(ana: Talk) -> None:
    await ana.say("/explore", button="c:health-science")
    await ana.tap("c:health-science", "Health Science", button="cp:health-science")
    pathways = await ana.tap("cp:health-science", button="c:health-science")
    pathway = next(id for id in data(pathways) if id.startswith("p:"))
    jobs = await ana.tap(pathway)
    while not any(id.startswith("o:") for id in data(jobs)):
        jobs = await ana.tap(next(id for id in data(jobs) if id.startswith("j")))
    occupation = next(id for id in data(jobs) if id.startswith("o:"))
    card = await ana.tap(occupation, "Outlook:", button=f"{occupation}:pay")
    count = len(ana.student.messages)
    for section in ("pay", "outlook", "school", "skills"):
        shown = await ana.tap(f"{occupation}:{section}", "Source:")
        assert shown["message_id"] == card["message_id"]
    assert len(ana.student.messages) == count
    again = await ana.tap("Full card", "Outlook:")
    assert again["text"] == card["text"]


async def test_save_list_and_remove(ana: Talk) -> None:
    await ana.say(CARD, button="Save")
    await ana.tap("Save", "Saved Registered nurse")
    assert f"o:{NURSE}" in data(await ana.say("/list", "Registered nurse"))
    await ana.tap("Remove some", button="Remove Registered nurse")
    await ana.tap("Remove Registered nurse", "Removed")
    await ana.say("/list", "empty")


async def test_export_is_a_file_with_the_list_and_no_word_of_what_was_written(ana: Talk) -> None:
    await ana.say("how much does a zookeeper named Quagmire make")
    await ana.say(CARD, button="Save")
    await ana.tap("Save", "Saved")
    file = (await ana.say("/export"))["document"]
    assert file["file_name"].endswith(".json")
    content = ana.student.file(file["file_id"]).decode()
    assert NURSE in json.dumps(json.loads(content))
    for word in ("Quagmire", "quagmire", "Ana", "how much"):
        assert word not in content


async def test_delete_asks_once_and_leaves_no_row(ana: Talk, rows: Rows, run: Run) -> None:
    await ana.say(CARD, button="Save")
    await ana.tap("Save", "Saved")
    chat = ana.student.chat_id
    assert any(chat in row for row in rows()["sessions"])
    await ana.say("/delete", button="Delete it all")
    await ana.tap("Delete it all", "gone")
    await run()  # whatever was on its way is on disk now
    for table, found in rows().items():
        assert not [row for row in found if chat in row], table
        assert NURSE not in str(found), table
    await ana.say("/list", "empty")


async def test_nothing_that_was_written_stays_on_disk(ana: Talk, run: Run, on_disk: Callable[[], bytes]) -> None:
    await ana.say("my friend Quagmire wants to be a nurse")
    await ana.say("i want to die", "988")
    await ana.say("/settings", button="Set my state")
    await ana.tap("Set my state", "Which state")
    await ana.say("Quagmireland", "Quagmireland")
    await run()
    kept = on_disk()
    assert b"sessions" in kept
    for word in (b"agmire", b"want to die", b"988"):
        assert word not in kept


async def test_a_state_is_set_used_and_cleared(ana: Talk) -> None:
    await ana.say("/settings", "not set")
    await ana.tap("Set my state", "Which state")
    await ana.say("ohio", "Ohio")
    assert "In Ohio:" in (await ana.say("how much do nurses make", "Registered nurse"))["text"]
    await ana.say("/settings", "State: Ohio")
    await ana.tap("Clear state", "cleared")
    assert "Ohio" not in (await ana.say("how much do nurses make", "Registered nurse"))["text"]


async def test_the_quiz_from_start_to_its_picture(ana: Talk) -> None:
    await ana.say("/quiz", button="s:quiz:menu::adaptive")
    first = await ana.tap("s:quiz:menu::adaptive", button="Love it")
    await take_quiz(ana, "Love it", "Hate it", "It's okay", "Like it", "Dislike it", "Love it", "It's okay")
    assert ana.student.last["message_id"] == first["message_id"]  # question by question, in one message
    await ana.tap("Not sure yet", "Fields that fit")
    await ana.wait(lambda messages: any(message["photo"] for message in messages))
    (picture,) = [message for message in ana.student.messages if message["photo"]]
    assert ana.student.file(picture["photo"]["file_id"]).startswith(b"\x89PNG")
    assert picture["photo"]["width"] >= 2 * picture["photo"]["height"] // 3
    assert "Your interests" in picture["text"]
    assert len(picture["text"].encode("utf-16-le")) // 2 < CAPTION
    await ana.tap(next(id for id in data(ana.offering("Best jobs for me")) if id.startswith("qr:why:")), button="My results")
    await ana.tap("My results", "Fields that fit")
    await ana.tap("Best jobs for me", button="Change school")


async def test_the_quiz_stopped_shows_what_is_known_so_far(ana: Talk) -> None:
    await ana.say("/quiz", button="s:quiz:menu::short")
    await ana.tap("s:quiz:menu::short", button="Love it")
    for answer in ("Love it", "Hate it", "It's okay", "Like it", "Dislike it"):
        await ana.tap(answer)
    await ana.tap("Stop and see", button="Not sure yet")
    await ana.tap("Not sure yet", "You answered 5 so far")
    await ana.wait(lambda messages: any(message["photo"] for message in messages))


async def test_a_comparison_brings_a_chart_and_a_plan_its_page(ana: Talk) -> None:
    await ana.say("/compare registered nurse and electrician", button="q")
    (picture,) = [message for message in ana.student.messages if message["photo"]]
    assert ana.student.file(picture["photo"]["file_id"]).startswith(b"\x89PNG")
    await ana.say("/plan chef", "grade")
    await ana.say("11", button="my:pdf")
    await ana.tap("my:pdf")
    await ana.wait(lambda messages: any(message["document"] for message in messages))
    (page,) = [message for message in ana.student.messages if message["document"]]
    assert ana.student.file(page["document"]["file_id"]).startswith(b"%PDF-")


async def test_a_button_of_an_earlier_question_changes_nothing_and_says_so(ana: Talk) -> None:
    await ana.say("/quiz", button="s:quiz:menu::short")
    first = await ana.tap("s:quiz:menu::short", button="Love it")
    await ana.tap("Love it", "1 done")
    at = await ana.tap("It's okay", "2 done")
    late = await ana.tap_late(first, next(id for id in data(first) if id.endswith(":1")), "earlier step")
    assert "nothing changed" in late["text"]
    assert ana.offering("Love it")["text"] == at["text"]
    await ana.say("/quiz")
    await ana.tap_late(first, next(id for id in data(first) if id.endswith(":1")), "earlier step")
    card = await ana.say(CARD, button="Pay")
    await ana.tap("Pay", "half make more")
    await ana.say("/cancel")
    await ana.tap_late(card, f"o:{NURSE}:outlook", "Outlook")  # a card's button is never too late


async def test_a_double_tap_counts_once(ana: Talk) -> None:
    await ana.say("/quiz", button="s:quiz:menu::short")
    await ana.tap("s:quiz:menu::short", button="Love it")
    await ana.twice("Love it", "earlier step")
    assert "1 done" in ana.offering("It's okay")["text"]
    await ana.tap("It's okay", "2 done")
    await ana.say("/cancel")
    await ana.say(CARD, button="Save")
    await ana.twice("Save", "already")
    assert "1 job" in " ".join(message["text"] for message in ana.student.messages)
    await ana.say("/list", "Registered nurse")


async def test_distress_is_answered_with_people_to_call_before_anything_else(ana: Talk) -> None:
    await ana.say("/quiz", button="s:quiz:menu::short")
    await ana.tap("s:quiz:menu::short", button="Love it")
    help_ = await ana.say("i want to kill myself", "988")
    for contact in ("741741", "911", "No person reads this chat"):
        assert contact in help_["text"]
    assert help_["keyboard"] == []
    assert ana.student.last == help_  # and no question of the quiz after it


async def test_the_longest_text_telegram_allows(ana: Talk) -> None:
    for text in ("nurse " * 682 + "nurs", "<" * TEXT, "\N{GRINNING FACE}" * TEXT, "a" * TEXT):
        assert len(text) == TEXT
        answer = await ana.say(text)
        assert answer["text"]
        assert labels(answer), text[:10]
    await ana.say("/settings", button="Set my state")
    await ana.tap("Set my state", "Which state")
    await ana.say("&" * TEXT, "&&&")
    await ana.say("ohio", "Ohio")


async def test_markup_is_shown_as_written(ana: Talk) -> None:
    await ana.say("/settings", button="Set my state")
    await ana.tap("Set my state", "Which state")
    answer = await ana.say("<b>x</b> &amp; <script>", "<b>x</b> &amp; <script>")
    assert not [entity for entity in answer["entities"] if entity["type"] in ("bold", "text_link", "italic", "code")]


async def test_a_restart_keeps_the_list_and_an_open_quiz(ana: Talk, run: Run) -> None:
    await ana.say(CARD, button="Save")
    await ana.tap("Save", "Saved")
    await ana.say("/quiz", button="s:quiz:menu::short")
    await ana.tap("s:quiz:menu::short", button="Love it")
    await ana.tap("Love it", "1 done")
    await run()
    await ana.tap("It's okay", "2 done")
    await run()
    await ana.say("/list", "Registered nurse")
    await ana.tap("Like it", "3 done")


async def test_what_was_written_while_the_bot_was_away_is_answered(ana: Talk, service: Any, run: Run) -> None:
    await ana.say("/start", "Signpost")
    await service.stop()
    await ana.student.send("how much do nurses make")
    await run()
    await ana.wait(lambda messages: "Registered nurse" in messages[-1]["text"])


async def test_menu_and_descriptions_are_set_at_start(ana: Talk, telegram: Sandbox) -> None:
    await ana.say("/start", "Signpost")
    with telegram.world.events.watch() as happened:
        while "setMyShortDescription" not in [method for method, _ in telegram.calls]:
            await happened.get()
    chat = telegram.world.chats[ana.student.chat_id]
    commands = {command["command"] for command in telegram.profile.commands_for(chat)}
    assert {"help", "explore", "quiz", "list", "settings", "about", "export", "delete"} <= commands
    assert telegram.profile.text_for(chat, "description") == wording().plain(Phrase("bot.description"))
    assert telegram.profile.text_for(chat, "short_description") == wording().plain(Phrase("bot.short_description"))


async def test_who_blocked_the_bot_is_no_error_and_is_welcome_back(ana: Talk, errors: Errors, rows: Rows) -> None:
    await ana.say("/start", "Signpost")
    await ana.student.send(CARD)
    ana.student.block()
    await until(lambda: "403" in str(rows()["given_up"]), lambda: rows()["given_up"])
    await ana.say("/help")
    assert errors() == []


async def test_an_edit_that_changes_nothing_is_no_error(ana: Talk, telegram: Sandbox, errors: Errors) -> None:
    await ana.say(CARD, button="Pay")
    before = len(ana.student.messages)
    shown = await ana.twice("Pay", "half make more")
    await ana.say("/help")
    edits = [parameters for method, parameters in telegram.calls if method == "editMessageText"]
    assert len(edits) == 2
    (card,) = [message for message in ana.student.messages if message["message_id"] == shown["message_id"]]
    assert len(card["edits"]) == 1
    assert len(ana.student.messages) == before + 1
    assert errors() == []


async def test_a_tap_too_old_to_be_answered_still_does_what_it_says(ana: Talk, telegram: Sandbox, errors: Errors) -> None:
    card = await ana.say(CARD, button="Pay")
    await ana.student.tap(card["message_id"], "Pay")
    telegram.expire_callbacks()
    await ana.wait(lambda messages: "half make more" in messages[-1]["text"])
    assert errors() == []


async def test_students_do_not_see_each_other(ana: Talk, telegram: Sandbox) -> None:
    ben: Student = telegram.student("Ben")
    await ana.say(CARD, button="Save")
    await ana.tap("Save", "Saved")
    await Talk(ben).say("/list", "empty")

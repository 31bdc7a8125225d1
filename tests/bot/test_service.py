"""End to end through PTB's Application over HTTP, in both modes."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.fakes import PNG, FakeEngine, fake_voice
from tests.bot.support import Serve, until

MODES = pytest.mark.parametrize("mode", ["polling", "webhook"])


def texts(student: Any) -> list[str]:
    return [message["text"] for message in student.messages]


@MODES
async def test_a_student_is_answered_and_counted(telegram: Sandbox, serve: Serve, mode: str) -> None:
    await serve(mode)
    ana = telegram.student("Ana")
    await ana.send("hi")
    await ana.wait(1)
    await ana.send("there")
    await ana.wait(2)
    assert texts(ana) == ["1: hi", "2: there"]


@MODES
async def test_a_tap_is_answered_first_and_edits_its_message(telegram: Sandbox, serve: Serve, mode: str) -> None:
    await serve(mode)
    ana = telegram.student("Ana")
    await ana.send("hi")
    (message,) = await ana.wait(1)
    query = await ana.tap(message["message_id"], "Again")
    await ana.wait_answer(query)
    await ana.wait(lambda messages: messages[0]["text"] == "2: again")
    methods = [method.lower() for method, _ in telegram.calls]
    assert methods.index("answercallbackquery") < methods.index("editmessagetext")


@MODES
async def test_chats_are_answered_side_by_side_and_each_in_order(telegram: Sandbox, serve: Serve, mode: str) -> None:
    await serve(mode)
    students = [telegram.student(f"S{number}") for number in range(20)]
    for turn in range(10):
        for student in students:
            await student.send(f"m{turn}")
    for student in students:
        await student.wait(10)
        assert texts(student) == [f"{turn + 1}: m{turn}" for turn in range(10)]


@MODES
async def test_an_update_delivered_twice_counts_once(telegram: Sandbox, serve: Serve, mode: str) -> None:
    service = await serve(mode)
    ana = telegram.student("Ana")
    telegram.deliver_twice(3)
    for text in ("a", "b", "c"):
        await ana.send(text)
    await ana.send("d")
    await ana.wait(lambda messages: any("d" in message["text"] for message in messages))
    await until(lambda: service.inbox.empty())
    assert texts(ana) == ["1: a", "2: b", "3: c", "4: d"]


async def test_updates_of_before_the_restart_count_once(telegram: Sandbox, serve: Serve) -> None:
    service = await serve()
    ana = telegram.student("Ana")
    for text in ("a", "b"):
        await ana.send(text)
    await ana.wait(2)
    await service.stop()
    assert telegram.redeliver(2)
    await ana.send("c")
    await serve()
    await ana.wait(3)
    assert texts(ana) == ["1: a", "2: b", "3: c"]


async def test_pictures_and_files_arrive(telegram: Sandbox, serve: Serve) -> None:
    await serve()
    ana = telegram.student("Ana")
    await ana.send("/picture")
    await ana.send("/file")
    picture, file = await ana.wait(2)
    assert ana.file(picture["photo"]["file_id"]) == PNG
    assert picture["text"] == "1: look"
    assert ana.file(file["document"]["file_id"]) == b"{}"


async def test_a_picture_that_cannot_be_drawn_is_said_in_words(telegram: Sandbox, serve: Serve) -> None:
    def fails(picture: object) -> bytes:
        raise OSError("no font")

    voice = fake_voice()
    await serve(voice=replace(voice, draw=fails))
    ana = telegram.student("Ana")
    await ana.send("/picture")
    await ana.wait(1)
    assert texts(ana) == ["A picture in words.\n\n1: look"]


async def test_a_file_that_cannot_be_made_is_admitted(telegram: Sandbox, serve: Serve) -> None:
    def fails(sheet: object) -> bytes:
        raise ValueError("no room")

    await serve(voice=replace(fake_voice(), make=fails))
    ana = telegram.student("Ana")
    await ana.send("/plan")
    await ana.wait(2)
    assert texts(ana) == ["1: printed", "Something went wrong on my side."]


async def test_drawing_holds_up_no_other_chat(telegram: Sandbox, serve: Serve) -> None:
    begun, drawn = threading.Event(), threading.Event()

    def waits(picture: object) -> bytes:
        begun.set()
        assert drawn.wait(60)
        return PNG

    await serve("webhook", voice=replace(fake_voice(), draw=waits))  # a poll ends only when each of its updates is stored
    ana, ben = telegram.student("Ana"), telegram.student("Ben")
    await ana.send("/picture")
    await until(begun.is_set)
    try:
        await ben.send("hi")
        await ben.wait(1)
        assert ana.messages == []
    finally:
        drawn.set()
    (picture,) = await ana.wait(1)
    assert ana.file(picture["photo"]["file_id"]) == PNG


async def test_a_turn_that_raises_is_admitted_and_the_session_kept(telegram: Sandbox, serve: Serve) -> None:
    await serve()
    ana = telegram.student("Ana")
    for text in ("a", "boom", "b"):
        await ana.send(text)
    await ana.wait(3)
    assert texts(ana) == ["1: a", "Something went wrong on my side.", "2: b"]


async def test_what_was_not_answered_for_a_day_gets_one_apology(telegram: Sandbox, serve: Serve) -> None:
    service = await serve()
    ana = telegram.student("Ana")
    await ana.send("before")
    await ana.wait(1)
    await service.stop()
    for text in ("old", "older", "oldest"):
        await ana.send(text)
    import time

    await serve(clock=lambda: time.time() + 90_000)
    await ana.wait(2)
    await asyncio.sleep(0)
    assert texts(ana) == ["1: before", "Sorry, that was too long ago. Ask again?"]


async def test_typing_shows_while_work_takes_long(telegram: Sandbox, serve: Serve) -> None:
    ready = asyncio.Event()

    async def slow() -> FakeEngine:
        await ready.wait()
        return FakeEngine()

    voice = fake_voice()
    await serve(voice=replace(voice, engine=slow))
    ana = telegram.student("Ana")
    await ana.send("hi")
    await until(lambda: any(method.lower() == "sendchataction" for method, _ in telegram.calls))
    ready.set()
    await ana.wait(1)


async def test_the_turn_under_way_is_finished_on_stop(telegram: Sandbox, serve: Serve) -> None:
    telegram.faults.add("delay", "sendMessage", seconds=0.5)
    service = await serve()
    ana = telegram.student("Ana")
    await ana.send("hi")
    await until(lambda: any(method.lower() == "sendmessage" for method, _ in telegram.calls) or telegram.faults.happened)
    await service.stop()
    assert texts(ana) == ["1: hi"]


async def test_the_menu_and_descriptions_are_set(telegram: Sandbox, serve: Serve) -> None:
    await serve()
    wanted = {"setmycommands", "setmydescription", "setmyshortdescription"}
    await until(lambda: wanted <= {method.lower() for method, _ in telegram.calls})


async def test_forget_me_removes_every_row_and_survives_replays(telegram: Sandbox, serve: Serve) -> None:
    service = await serve()
    ana = telegram.student("Ana")
    await ana.send("a")
    await ana.send("/delete")
    await ana.wait(2)
    await until(lambda: service.inbox.empty())
    telegram.redeliver(2)
    bo = telegram.student("Bo")
    await bo.send("hi")
    await bo.wait(1)
    assert texts(ana) == ["1: a", "Nothing of you is kept."]
    assert await service.store.session(ana.chat_id) is None
    await ana.send("b")
    await ana.wait(3)
    assert texts(ana)[-1] == "1: b"

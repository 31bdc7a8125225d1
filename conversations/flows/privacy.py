"""What is kept, a copy of it, and its removal."""

from __future__ import annotations

import json

from conversations.messages import Chose, Document, Phrase, Reply, Said, choice, say
from conversations.session import Session, store
from conversations.steps import Again, Aside, Context, Done, Flow, Outcome, Step, step_choice

NAME = "privacy"
_YES = {"yes", "y", "yeah", "yep", "delete", "delete it", "delete it all"}
_NO = {"no", "n", "nope", "nah", "keep", "keep it", "cancel"}


def about() -> Reply:
    return say(
        "privacy.about", (choice("pe", "privacy.button.copy"), choice("pd", "privacy.button.delete")), (choice("m", "common.button.menu"),)
    )


def export(context: Context) -> Reply:
    """Everything stored of the student, as it is stored, with the names of what is saved."""
    stored = json.loads(store(context.session))
    names = {code: context.catalog.occupations[code].name for code in context.session.shortlist if code in context.catalog.occupations}
    content = json.dumps({"signpost": stored, "shortlist_names": names}, indent=2, sort_keys=True).encode()
    caption = Phrase("privacy.export")
    return Reply(caption, ((choice("m", "common.button.menu"),),), document=Document("signpost-data.json", content, caption))


def ask_delete(context: Context) -> Reply:
    return say(
        "privacy.ask_delete",
        (
            choice(step_choice(NAME, "delete", "", "yes"), "privacy.button.delete"),
            choice(step_choice(NAME, "delete", "", "no"), "privacy.button.keep"),
        ),
        (choice("pe", "privacy.button.export"),),
    )


def answer_delete(context: Context, answer: Said | Chose) -> Outcome:
    word = answer.id if isinstance(answer, Chose) else answer.text.strip().lower().rstrip(".!")
    if word in _YES:
        return Done(Session(), (say("privacy.deleted"),), forget=True)
    if word in _NO:
        return Done(context.session.at(None), (say("privacy.kept", (choice("m", "common.button.menu"),)),))
    return Again(say("privacy.say_yes_or_no", *ask_delete(context).choices)) if len(word) < 12 else Aside()


FLOW = Flow(NAME, "delete", {"delete": Step(ask_delete, answer_delete)})

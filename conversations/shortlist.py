"""The shortlist: save, remove, view."""

from __future__ import annotations

from conversations import cards
from conversations.messages import Phrase, Reply, choice, say
from conversations.session import Session
from conversations.steps import Context

LIMIT = 30


def save(context: Context, code: str) -> tuple[Session, Reply]:
    session, name = context.session, context.catalog.occupations[code].name
    view = (choice("l", "shortlist.button.view"), choice("m", "common.button.menu"))
    if code in session.shortlist:
        return session, say("shortlist.already", view, name=name)
    if len(session.shortlist) >= LIMIT:
        return session, say("shortlist.full", view, limit=LIMIT)
    session = session.but(shortlist=(*session.shortlist, code))
    return session, say("shortlist.saved", view, name=name, count=len(session.shortlist))


def remove(context: Context, code: str) -> tuple[Session, Reply]:
    session, name = context.session, context.catalog.occupations[code].name
    row = (choice(f"+:{code}", "shortlist.button.undo"), choice("l", "shortlist.button.view"))
    if code not in session.shortlist:
        return session, say("shortlist.not_there", row[1:], name=name)
    session = session.but(shortlist=tuple(other for other in session.shortlist if other != code))
    return session, say("shortlist.removed", row, name=name)


def show(context: Context, *, replaces: bool = False) -> Reply:
    saved = [context.catalog.occupations[code] for code in context.session.shortlist if code in context.catalog.occupations]
    if not saved:
        return say("shortlist.empty", (choice("x", "common.button.explore"), choice("q", "common.button.quiz")), replaces=replaces)
    rows = cards.pairs(choice(f"o:{o.code}", "common.button.open", name=o.name) for o in saved)
    last = []
    if len(saved) > 1:
        rows.append((choice("os", "options.button.share"), choice("oq", "options.button.questions")))
        last.append(choice("cmp:" + ",".join(o.code for o in saved[:4]), "shortlist.button.compare"))
    last.append(choice("lr", "shortlist.button.edit"))
    values = {
        "items": [cards.item_line(o) for o in saved],
        "wider": cards.wider_note(saved),
        "sources": cards.sources(context.catalog, "oews", "ep"),
    }
    return Reply(Phrase("shortlist.list", values), (*rows, tuple(last)), replaces=replaces)


def show_removals(context: Context) -> Reply:
    saved = [context.catalog.occupations[code] for code in context.session.shortlist if code in context.catalog.occupations]
    if not saved:
        return show(context)
    rows = tuple((choice(f"-:{o.code}", "shortlist.button.remove", name=o.name),) for o in saved)
    return say("shortlist.remove_which", *rows, (choice("l", "shortlist.button.view"),))

"""News of a ticket reach the other side, once, and never tell what is internal."""

from tests.cast import Cast, acting

from goldenthread.business.desk import actions as desk
from goldenthread.business.people.models import Notification
from goldenthread.foundation.models import Event
from goldenthread.foundation.reactions import REACTIONS, react


def react_to_all() -> None:
    for event in Event.objects.order_by("id"):
        for name in REACTIONS:
            if name.startswith("ticket_news") and event.name in _causes(name):
                react(event.pk, name)


def _causes(name: str) -> set[str]:
    from goldenthread.foundation.reactions import _BY_FACT

    return {fact for fact, names in _BY_FACT.items() if name in names}


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("id").values_list("person__name", "sentence"))


def test_an_answer_is_told_to_the_requester_in_her_language_once(cast: Cast) -> None:
    cast.nadia.locale = "de"
    cast.nadia.save()
    ticket = desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))
    desk.answer_ticket(acting(cast.daniel), ticket.key, text="On it")
    react_to_all()
    react_to_all()

    assert [name for name, _sentence in told()] == ["Nadia Brook"]
    assert ticket.key in told()[0][1]


def test_a_message_is_told_to_who_works_on_it_and_a_note_to_nobody(cast: Cast) -> None:
    ticket = desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))
    desk.take_ticket(acting(cast.daniel), ticket.key)
    desk.add_note(acting(cast.daniel), ticket.key, text="Canary")
    desk.add_message(acting(cast.nadia), ticket.key, text="Hello?")
    react_to_all()

    assert [name for name, _sentence in told()] == ["Daniel Sato"]
    assert not Notification.objects.filter(sentence__contains="Canary").exists()


def test_nobody_is_told_what_they_did_themselves(cast: Cast) -> None:
    ticket = desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))
    desk.assign_ticket(acting(cast.daniel), ticket.key, assignee=cast.daniel.key)
    react_to_all()
    assert told() == []

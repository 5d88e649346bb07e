"""How the menu is divided: departments with the groups they declare, life events with the departments that have a share in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.interpreter.directory import Section
from engine.language.card import Card
from engine.language.compiled import Label
from engine.language.model.department import Department


def department_section(department: Department, cards: Sequence[Card]) -> Section:
    """Return a department as the menu shows it. cards: of its services, in menu order."""
    groups = tuple(
        _section(f"{department.id}.{name.text}", title, title, _in_group(name.text, cards))
        for name, title in department.groups.items()
    )
    title, short = department.title, department.short
    return Section(department.id, title, short, _ids(cards), department.find, groups)


def event_section(
    event: str, title: Label, departments: Iterable[Department], cards: Sequence[Card]
) -> Section:
    """Return a life event as the menu shows it. cards: of every service, in menu order."""
    about = [card for card in cards if event in card.life_events]
    groups = tuple(
        _section(f"{event}.{each.id}", each.title, each.short, _of_department(each.id, about))
        for each in departments
    )
    return Section(event, title, title, _ids(about), {}, groups)


def _section(name: str, title: Label, short: Label, cards: Iterable[Card]) -> Section:
    return Section(name, title, short, _ids(cards))


def _in_group(group: str, cards: Iterable[Card]) -> Iterable[Card]:
    return (card for card in cards if card.group == group)


def _of_department(department: str, cards: Iterable[Card]) -> Iterable[Card]:
    return (card for card in cards if card.department == department)


def _ids(cards: Iterable[Card]) -> tuple[str, ...]:
    return tuple(card.service for card in cards)

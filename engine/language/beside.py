"""Translations that lie beside their service, one file for each further language."""

from __future__ import annotations

from engine.language import nodes
from engine.language.files import Place, service_id
from engine.language.findings import error
from engine.language.model.names import name_at, names_at
from engine.language.model.sidecar import Sidecar
from engine.language.shelf import Shelf, same_name
from engine.language.source import START


def read_sidecar(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    """Keep a translation until its service is read."""
    shelf.sidecars.setdefault(service_id(place), []).append(
        Sidecar(path=place.path, language=place.language, node=node)
    )
    same_name(name_at(node, "translates"), service_id(place), place.path, shelf)
    same_name(name_at(node, "language"), place.language, place.path, shelf)


def wanted(place: Place, node: nodes.Mapping, shelf: Shelf) -> list[Sidecar]:
    """Return a service's translations into the languages it names; one into another language is a finding."""
    spoken = [name.text for name in names_at(node, "languages")] or list(shelf.state.languages)
    found = []
    for sidecar in shelf.sidecars.pop(service_id(place), ()):
        if sidecar.language in spoken:
            found.append(sidecar)
            continue
        shelf.findings.append(
            error(
                sidecar.path,
                START,
                "TEXT-533",
                f'The service does not name the language "{sidecar.language}"',
                "A citizen would never see these words",
                f"Write in the service: languages: [{', '.join((*spoken, sidecar.language))}]",
            )
        )
    return found

"""Translations as XLIFF 2.1, which translators' programs read: placeholders are protected codes, lengths are limits.

https://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from engine.exchange.returned import LARGEST, MOST, NotReadable, Parcel, Returned, state_of
from engine.exchange.units import PLACEHOLDER, Unit

CORE = "urn:oasis:names:tc:xliff:document:2.0"
LENGTHS = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
STALE = "mitra:stale"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(units: Iterable[Unit], source: str, target: str) -> bytes:
    """Return the file: one `file` for each of the catalogue, one `unit` for each text."""
    ET.register_namespace("", CORE)
    ET.register_namespace("slr", LENGTHS)
    later: list[tuple[ET.Element, str, list[str]]] = []
    root = ET.Element(_core("xliff"), {"version": "2.1", "srcLang": source, "trgLang": target})
    for number, (path, group) in enumerate(groupby(units, key=lambda each: each.file), 1):
        file = ET.SubElement(
            root, _core("file"), {"id": f"f{number}", "original": path, _SPACE: "preserve"}
        )
        profiles = ET.SubElement(
            file, f"{{{LENGTHS}}}profiles", {"generalProfile": "xliff:codepoints"}
        )
        ET.SubElement(profiles, f"{{{LENGTHS}}}normalization", {"general": "nfc"})
        for place, unit in enumerate(group, 1):
            later += _unit(file, f"u{place}", unit)
    ET.indent(root, " ")
    for element, text, names in later:  # after indenting, which would put spaces into texts
        _words(element, text, names)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _unit(file: ET.Element, name: str, unit: Unit) -> list[tuple[ET.Element, str, list[str]]]:
    """Add a unit; return the elements that are still to be filled, each with its text and the names in it."""
    attributes = {"id": name, "name": unit.place, f"{{{LENGTHS}}}sizeRestriction": str(unit.room)}
    found = ET.SubElement(file, _core("unit"), attributes)
    notes = ET.SubElement(found, _core("notes"))
    ET.SubElement(notes, _core("note")).text = f"{unit.note}. At most {unit.room} characters."
    names = list(dict.fromkeys(PLACEHOLDER.findall(unit.source)))
    if names:
        data = ET.SubElement(found, _core("originalData"))
        for number, each in enumerate(names, 1):
            ET.SubElement(data, _core("data"), {"id": f"d{number}"}).text = f"{{{{ {each} }}}}"
    segment = {"id": "s1", "state": str(unit.state)}
    if unit.stale:
        segment["subState"] = STALE
    inner = ET.SubElement(found, _core("segment"), segment)
    found_words = [(ET.SubElement(inner, _core("source")), unit.source, names)]
    if unit.target:
        found_words.append((ET.SubElement(inner, _core("target")), unit.target, names))
    return found_words


def _words(into: ET.Element, text: str, names: list[str]) -> None:
    """Write a text whose placeholders are codes that a translator can move and not change."""
    last: ET.Element | None = None
    done = 0
    used = 0
    for match in PLACEHOLDER.finditer(text):
        name = match[1]
        if name not in names:
            continue
        _put(into, last, text[done : match.start()])
        used += 1
        code = {"id": str(used), "disp": name, "equiv": f"{{{{ {name} }}}}", "canDelete": "no"}
        code["dataRef"] = f"d{names.index(name) + 1}"
        last = ET.SubElement(into, _core("ph"), code)
        done = match.end()
    _put(into, last, text[done:])


def _put(into: ET.Element, last: ET.Element | None, words: str) -> None:
    if last is None:
        into.text = words
    else:
        last.tail = words


# -- coming back -----------------------------------------------------------------------------------------------------------


def read(content: bytes) -> Parcel:
    """Return what came back. Raises NotReadable, also for files that try to make the reader unfold or fetch something."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(content) > LARGEST:
        raise NotReadable("it is larger than 20 MB")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise NotReadable(
            "it defines entities or a document type, which no translation needs"
        ) from None
    except (ET.ParseError, ValueError, LookupError) as trouble:
        raise NotReadable(f"it is not XML: {trouble}") from None
    if root.tag != _core("xliff"):
        raise NotReadable("it is not XLIFF 2; version 1.2 is not read")
    source, target = root.get("srcLang", ""), root.get("trgLang", "")
    return Parcel(source, target, tuple(_returned(root)))


def _returned(root: ET.Element) -> Iterator[Returned]:
    count = 0
    for file in root.findall(_core("file")):
        for unit in file.iter(_core("unit")):
            count += 1
            if count > MOST:
                raise NotReadable(f"it has more than {MOST} units")
            yield _one(unit, file.get("original", ""))


def _one(unit: ET.Element, original: str) -> Returned:
    """Return a unit; a translator's program may have cut it into several segments."""
    data = {each.get("id", ""): each.text or "" for each in unit.iter(_core("data"))}
    pieces = [each for each in unit if each.tag in (_core("segment"), _core("ignorable"))]
    states = [
        state_of(each.get("state", "initial")) for each in pieces if each.tag == _core("segment")
    ]
    before, after = (
        "".join(_piece(each, part, data) for each in pieces) for part in ("source", "target")
    )
    order = ["initial", "translated", "reviewed", "final"]
    state = min(states, key=lambda each: order.index(str(each)), default=state_of("initial"))
    name = unit.get("name", "")
    place = f"unit {unit.get('id', '')} ({name})"
    return Returned(place, f"{original}#{name}", before, after, state)


def _piece(segment: ET.Element, part: str, data: dict[str, str]) -> str:
    found = segment.find(_core(part))
    if found is None and part == "target" and segment.tag == _core("ignorable"):
        found = segment.find(_core("source"))
    return "" if found is None else "".join(_read(found, data))


def _read(element: ET.Element, data: dict[str, str]) -> Iterator[str]:
    """Yield the words of a text, codes as the placeholders they stand for."""
    yield element.text or ""
    for child in element:
        if child.tag == _core("ph"):
            yield data.get(child.get("dataRef", ""), child.get("equiv", ""))
        elif child.tag == _core("cp"):
            yield chr(int(child.get("hex", "FFFD"), 16))
        else:
            yield from _read(child, data)
        yield child.tail or ""

"""What the YAML parser stumbled over, said for the person who wrote the line."""

from __future__ import annotations

import re
from typing import Any

from yaml import MarkedYAMLError, YAMLError

from engine.language.findings import Finding, error
from engine.language.nearest import Fix
from engine.language.quoting import TO_COMMA, TO_END, in_quotes
from engine.language.source import START, Span
from engine.language.yaml_signs import hard_space, mistaken

_BRACKETS = {
    "while parsing a flow sequence": ("[", "]"),
    "while parsing a flow mapping": ("{", "}"),
}
_SECOND_COLON = re.compile(r"^\s*(?:- )*[^\s:#][^:#]*:\s+\S.*:(?:\s|$)")
_LINE_END = re.compile(r"\r\n|\n|\r")
_VALUE = re.compile(r":\s+([^\s\"'\[{][^:]*)$")
"""A text without quotes behind its key, at the end of what was read."""
_NEW_KEY = "A colon and a space inside a text would begin a new key"
_QUOTES = "Put the whole text in quotes"
_LINE_UP = "Indent it exactly as far as the lines it belongs to"
_DASHES = 'Begin every entry of a list with "- ", or none where each has a name'
_GLUED_COLON = re.compile(r"\s*(?:- )*(\w+:)(?=[^\s:/])")
_OPEN = re.compile(r"[{\[][^}\]]*$")


def explain(problem: YAMLError, text: str, path: str, last: Any) -> Finding:
    """Return the finding for a parser error. last: the scalar event read before it, if any."""
    if not isinstance(problem, MarkedYAMLError) or problem.problem_mark is None:
        return error(
            path,
            START,
            "YAML-006",
            "The file cannot be read as YAML",
            "",
            "Write it again as plain text in UTF-8",
        )
    lines = _LINE_END.split(text)
    at = _point(problem.problem_mark)
    opened = _point(problem.context_mark) if problem.context_mark else at
    first = min(opened.line, max(at.line - 1, 1))
    return mistaken(path, lines, first, at) or _stumbled(path, problem, lines, last)


def _stumbled(path: str, problem: MarkedYAMLError, lines: list[str], last: Any) -> Finding:
    """Return the finding for a parser error where every sign is one of YAML's own."""
    at = _point(problem.problem_mark)
    opened = _point(problem.context_mark) if problem.context_mark else at
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    context, words = problem.context or "", problem.problem or ""
    quoted = last if last is not None and last.style in ("'", '"') else None
    if "quoted scalar" in context:
        return _quoted(path, opened, words, at)
    if quoted and quoted.start_mark.line < quoted.end_mark.line and _close(quoted, at):
        return _unclosed_quote(path, _point(quoted.start_mark))
    if quoted and quoted.style == "'" and _goes_on(quoted, at, line):
        return _apostrophe(path, at)
    if context in _BRACKETS:
        colon = at.line == opened.line and line[at.column - 1 : at.column + 1].strip() == ":"
        if colon and _VALUE.search(line[: at.column - 1]):
            return _colon_in_brackets(path, at, line)
        return _bracket(path, opened, at, *_BRACKETS[context])
    if context in ("while scanning an alias", "while scanning an anchor", "while scanning a tag"):
        return _needs_quotes(path, opened, line)
    return (
        _colon(path, at, lines)
        if "mapping values" in words
        else _line_trouble(path, _begun(words, opened, at), lines, words, quoted)
    )


def _begun(words: str, opened: Span, at: Span) -> Span:
    """Return the line that lacks its colon, not the one after it, where the parser noticed."""
    return opened if "could not find expected ':'" in words and opened < at else at


def _line_trouble(path: str, at: Span, lines: list[str], words: str, quoted: Any) -> Finding:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    if "cannot start any token" in words or "mapping keys" in words:
        return _needs_quotes(path, at, line)
    if quoted and quoted.end_mark.line == at.line - 1:
        return error(
            path,
            at,
            "YAML-026",
            "Words follow after the closing quote",
            "",
            'Put the quotes around the whole text; inside double quotes write \\" for a quote',
        )
    if "could not find expected ':'" in words:
        if "\xa0" in line:
            return hard_space(path, line, at.line)
        return error(
            path,
            _first_word(at, line),
            "YAML-027",
            "This line is neither a key with a colon nor part of the text above it",
            "",
            _colon_and_space(line),
        )
    if "unexpected ':'" in words:
        return error(
            path,
            at,
            "YAML-027",
            "After this colon a space is missing",
            "",
            "Write a space after the colon",
        )
    if "block sequence entries" in words:
        return error(
            path,
            at,
            "YAML-028",
            "A list cannot begin on the line of its key",
            "",
            "Begin the list on the next line, or write it as [a, b]",
        )
    if "did not find expected" in words:
        return error(
            path,
            _first_word(at, line),
            "YAML-029",
            "This line does not line up with the lines before it",
            "",
            _DASHES if _lacks_dash(lines, at.line) else _LINE_UP,
        )
    return error(
        path,
        at,
        "YAML-006",
        "This line cannot be read as YAML",
        "",
        "Check the quotes, the colon and the indentation of this line",
    )


def _quoted(path: str, opened: Span, words: str, at: Span) -> Finding:
    if "escape" in words or "hexdecimal" in words or "Unicode character" in words:
        return error(
            path,
            at,
            "YAML-024",
            "In double quotes a backslash begins a special character, and this one does not exist",
            "",
            "Write \\n for a new line, \\\\ for a backslash, or use single quotes",
        )
    return _unclosed_quote(path, opened)


def _unclosed_quote(path: str, opened: Span) -> Finding:
    return error(
        path,
        opened,
        "YAML-023",
        "The quote opened here is not closed on its line",
        "",
        "Close it at the end of the text; a quote inside the text must be the other kind",
    )


def _goes_on(quoted: Any, at: Span, line: str) -> bool:
    """Tell whether a letter follows straight on a closing quote."""
    end = quoted.end_mark
    return (end.line + 1, end.column + 1) == at[:2] and line[at.column - 1 :][:1].isalpha()


def _apostrophe(path: str, at: Span) -> Finding:
    return error(
        path,
        at,
        "YAML-026",
        "The apostrophe before this closes the quote, and words follow",
        "",
        'Put the text in double quotes: "…"',
    )


def _bracket(path: str, opened: Span, at: Span, left: str, right: str) -> Finding:
    where = "" if at.line == opened.line else f", and on line {at.line} the reading stopped"
    return error(
        path,
        opened,
        "YAML-022",
        f'The bracket "{left}" opened here is never closed{where}',
        "",
        f'Write "{right}" where the list ends, and a comma between its parts; put texts in quotes',
    )


def _colon_in_brackets(path: str, at: Span, line: str) -> Finding:
    found = _VALUE.search(line[: at.column - 1])
    assert found is not None  # noqa: S101 (whoever calls has looked)
    return error(path, at, "YAML-025", _NEW_KEY, "", _in_quotes(line, found.start(1)))


def _colon(path: str, at: Span, lines: list[str]) -> Finding:
    line = lines[at.line - 1]
    if _SECOND_COLON.match(line[: at.column + 1]):
        return error(
            path,
            at,
            "YAML-025",
            _NEW_KEY,
            "",
            _in_quotes(line, line.index(": ") + 2),
        )
    above = next(
        (
            n
            for n in range(at.line - 2, -1, -1)
            if lines[n].strip() and not lines[n].lstrip().startswith("#")
        ),
        None,
    )
    if above is not None and ":" not in lines[above]:
        place = _first_word(Span(above + 1, 1, above + 1, 2), lines[above])
        return error(
            path,
            place,
            "YAML-027",
            "This line is neither a key with a colon nor part of the text above it",
            "",
            _colon_and_space(lines[above]),
        )
    return error(
        path,
        _first_word(at, line),
        "YAML-029",
        "This line stands deeper than the line before it, which already has a value",
        "",
        _LINE_UP,
    )


def _lacks_dash(lines: list[str], number: int) -> bool:
    """Tell whether a line stands where entries of a list begin with a dash, and has none."""
    line = lines[number - 1] if number <= len(lines) else ""
    deep = len(line) - len(line.lstrip())
    for above in reversed(lines[: number - 1]):
        here = len(above) - len(above.lstrip())
        if above.strip() and here <= deep:
            return (
                here == deep and above.lstrip().startswith("- ") and not line[deep:].startswith("-")
            )
    return False


def _needs_quotes(path: str, at: Span, line: str) -> Finding:
    mark = line[at.column - 1 : at.column]
    return error(
        path,
        at,
        "YAML-025",
        f'A text cannot begin with "{mark}" unless it stands in quotes',
        "",
        _in_quotes(line, at.column - 1),
    )


def _colon_and_space(line: str) -> str:
    """Return what to do about a line without a key; where a colon stands there and only its space is missing, it can be done."""
    words = "Write a colon and a space after the key, or indent the line as far as the text above"
    found = _GLUED_COLON.match(line)
    return Fix(words, found[1], found[1] + " ") if found else words


def _in_quotes(line: str, start: int) -> str:
    """Return that the text which begins here needs quotes; where its end is clear, they can be set."""
    until = TO_COMMA if _OPEN.search(line[:start]) else TO_END
    edit = in_quotes(line, Span(1, start + 1, 1, start + 1), until)
    if edit is None:
        return _QUOTES
    return Fix(_QUOTES, "", edit.new, (edit.span.column, edit.span.end_column))


def _close(last: Any, at: Span) -> bool:
    """Tell whether the trouble comes within a line of the end of the last text."""
    return bool(0 <= at.line - 1 - last.end_mark.line <= 1)


def _first_word(at: Span, line: str) -> Span:
    start = len(line) - len(line.lstrip()) + 1
    end = len(line.rstrip()) + 1
    return Span(at.line, start, at.line, end) if end > start else at


def _point(mark: Any) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)

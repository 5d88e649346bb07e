"""From words and signs to the tree of a condition; whatever does not read as a sentence gets one finding with its fix.

::

    expression = both { "or" both }
    both       = denial { "and" denial }
    denial     = "not" denial | comparison
    comparison = sum [ relation sum | membership | "contains" sum ]
    relation   = "is" [ "not" | "at least" | "at most" | "more than" | "less than" | "before" | "after" ]
               | "<" | "<=" | ">" | ">="
    membership = "is" [ "not" ] "one of" "[" sum { "," sum } "]"
    sum        = product { ( "+" | "-" ) product }
    product    = sign { ( "*" | "/" ) sign }
    sign       = "-" sign | atom
    atom       = literal | "(" expression ")" | name | function "(" [ expression { "," expression } ] ")"
    literal    = number [ "lakh" | "crore" ] [ "rupees" | "percent" ] | number unit | date | time | text
               | "yes" | "no" | "today" | "now"
    unit       = [ "working" ] ( "hours" | "days" ) | "minutes" | "weeks" | "months" | "years"
    name       = word { "." word }
    date       = YYYY-MM-DD      time = HH:MM      text = 'words' | "words"
"""

from __future__ import annotations

from collections.abc import Callable

from engine.language.expressions import tree
from engine.language.expressions.cursor import Cursor
from engine.language.expressions.lexer import LONGEST, Token, tokens_of
from engine.language.expressions.literals import LITERALS, read_literal
from engine.language.expressions.slips import TURNED, slip
from engine.language.expressions.tree import Expr, Tree
from engine.language.expressions.trouble import Trouble
from engine.language.findings import Finding, error
from engine.language.source import Span, within

_AFTER_IS = {
    ("at", "least"): ">=",
    ("at", "most"): "<=",
    ("more", "than"): ">",
    ("less", "than"): "<",
}
_ORDER = {"before": "<", "after": ">"}
_SIGNS = frozenset(("<", "<=", ">", ">=", "contains"))
_OPERAND = frozenset(("number", "date", "other_date", "time", "text", "name"))
_WORD_LITERALS = frozenset(("yes", "no", "today", "now"))
_RESERVED = frozenset(("and", "or", "is", "not"))


def parse_expression(text: str, span: Span, path: str) -> Tree | Finding:
    """Return the tree of an expression that stands at `span`, or the one finding that says why there is none.

    text: the value of the YAML scalar; span: the scalar's place. Never raises.
    """
    if len(text) > LONGEST:
        message = f"The condition has {len(text)} characters; at most {LONGEST} can be read"
        fix = "Work out a part in a step before, and use its name here"
        return error(path, span, "EXPR-402", message, "", fix)
    return parse_part(tokens_of(text), text, span, path)


def parse_part(tokens: list[Token], text: str, span: Span, path: str) -> Tree | Finding:
    """Return the tree of some of a text's tokens, which end with a token of kind `end`."""
    try:
        root = _Parser(tokens).whole()
    except Trouble as trouble:
        place = within(span, text, trouble.start, trouble.end)
        return error(path, place, trouble.code, trouble.message, "", trouble.fix)
    return Tree(root, text, span, path)


class _Parser(Cursor):
    """One method a rule of the grammar."""

    __slots__ = ()

    def whole(self) -> Expr:
        if self.here.kind == "end":
            fix = "Write what must be so, as in: income is less than 1 lakh"
            self.stop(self.here, "EXPR-401", "Here a condition is missing", fix)
        found = self.either()
        if self.here.kind != "end":
            self.unexpected()
        return found

    def either(self) -> Expr:
        return self.joined("or", self.both)

    def both(self) -> Expr:
        return self.joined("and", self.denial)

    def joined(self, word: str, part: Callable[[], Expr]) -> Expr:
        first = part()
        if self.here.text != word:
            return first
        parts = [first]
        while self.take(word):
            parts.append(part())
        return tree.Logic(word, tuple(parts), first.start, parts[-1].end)

    def denial(self) -> Expr:
        first = self.here
        if not self.take("not"):
            return self.comparison()
        self.deeper(first)
        operand = self.denial()
        self.deep -= 1
        return tree.Unary("not", operand, first.start, operand.end)

    def comparison(self) -> Expr:
        left = self.sum()
        sign = self.here.text
        if sign == "is":
            found = self.sentence(left)
        elif sign in _SIGNS:
            self.step()
            found = self.compare(sign, sign, left)
        else:
            return left
        if self.here.text in _SIGNS or self.here.text == "is":
            message = "Two comparisons follow each other without a word between them"
            fix = 'Write them apart, joined by "and": 1 is less than x and x is less than 5'
            self.stop(self.here, "EXPR-403", message, fix)
        return found

    def sentence(self, left: Expr) -> Expr:
        """Read what follows after the left side, from `is` on."""
        start = self.here
        first = self.at
        self.step()
        denied = self.take("not")
        if self.take_both("one", "of"):
            return self.membership(denied, left)
        op = self.relation()
        if op and denied:
            message = '"is not" goes with "one of" or with a value, not with a comparison'
            self.stop(start, "EXPR-403", message, TURNED[op], self.tokens[self.at - 1].end)
        if not op:
            self.no_slip(denied)
        said = " ".join(token.text for token in self.tokens[first : self.at])
        return self.compare(op or ("is not" if denied else "is"), said, left)

    def relation(self) -> str:
        for words, op in _AFTER_IS.items():
            if self.take_both(*words):
                return op
        after = self.next()
        if self.here.text not in _ORDER or after.text in _RESERVED:
            return ""
        if after.kind not in _OPERAND and after.text not in ("(", "-"):
            return ""
        op = _ORDER[self.here.text]
        self.step()
        return op

    def no_slip(self, denied: bool) -> None:
        """Stop where, after `is`, another language's comparison stands."""
        if self.here.kind not in ("name", "sign") or self.here.text in ("(", "-"):
            return
        self.no_quote(self.here)
        hint = slip(self.tokens[self.at :])
        if hint:
            fix = hint.fix.replace('"is one of', '"is not one of') if denied else hint.fix
            self.stop(self.here, "EXPR-403", f'"{hint.said}" is not used here', fix, hint.end)

    def compare(self, op: str, said: str, left: Expr) -> Expr:
        right = self.sum()
        return tree.Comparison(op, said, left, right, left.start, right.end)

    def membership(self, negated: bool, left: Expr) -> Expr:
        opening = self.here
        if not self.take("["):
            message = 'After "one of" a list in square brackets is expected'
            self.stop(opening, "EXPR-403", message, "Write it as: category is one of [sc, st]")
        options = [self.sum()]
        while self.take(","):
            options.append(self.sum())
        closing = self.here
        if not self.take("]"):
            self.unclosed(opening)
        return tree.Membership(negated, left, tuple(options), left.start, closing.end)

    def sum(self) -> Expr:
        left = self.product()
        while self.here.text in ("+", "-"):
            op = self.here.text
            self.step()
            right = self.product()
            left = tree.Arithmetic(op, left, right, left.start, right.end)
        return left

    def product(self) -> Expr:
        left = self.signed()
        while self.here.text in ("*", "/"):
            op = self.here.text
            self.step()
            right = self.signed()
            left = tree.Arithmetic(op, left, right, left.start, right.end)
        return left

    def signed(self) -> Expr:
        first = self.here
        if first.text != "-":
            return self.atom()
        self.step()
        self.deeper(first)
        operand = self.signed()
        self.deep -= 1
        return tree.Unary("-", operand, first.start, operand.end)

    def atom(self) -> Expr:
        token = self.here
        if token.kind in LITERALS or token.text in _WORD_LITERALS:
            literal, used = read_literal(self.tokens, self.at)
            self.step(used)
            return literal
        if token.kind == "name" and token.text not in _RESERVED:
            self.step()
            if self.here.text == "(":
                return self.called(token)
            return tree.Name(token.text, token.start, token.end)
        if not self.take("("):
            self.unexpected()
        self.deeper(token)
        inner = self.either()
        if not self.take(")"):
            self.unclosed(token)
        self.deep -= 1
        return inner

    def called(self, name: Token) -> Expr:
        opening = self.here
        self.step()
        self.deeper(opening)
        arguments: list[Expr] = []
        if self.here.text != ")":
            arguments.append(self.either())
            while self.take(","):
                arguments.append(self.either())
        closing = self.here
        if not self.take(")"):
            self.unclosed(opening)
        self.deep -= 1
        return tree.Call(name.text, tuple(arguments), name.start, closing.end)

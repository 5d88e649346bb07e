"""What one may rely on once a condition was found to be so: `answered(x)` makes `x` safe to read in what follows."""

from __future__ import annotations

from engine.language.expressions.tree import Call, Expr, Logic, Name, Unary


def sure_if(part: Expr, *, so: bool) -> frozenset[str]:
    """Return the names that are answered for certain when this part is so, or when it is not so."""
    match part:
        case Call("answered", (Name(dotted),)) if so:
            return frozenset((dotted,))
        case Unary("not", operand):
            return sure_if(operand, so=not so)
        case Logic("and", parts) if so:
            return frozenset().union(*(sure_if(each, so=True) for each in parts))
        case Logic("or", parts) if not so:
            return frozenset().union(*(sure_if(each, so=False) for each in parts))
    return frozenset()

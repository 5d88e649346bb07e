"""What policies and systems name exists: purposes, and the fragment by which a citizen agrees."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.files import FileKind
from engine.language.findings import Finding, error
from engine.language.nearest import suggest
from engine.language.reading import Reading


def check_purposes(reading: Reading) -> Iterator[Finding]:
    """Yield each purpose of a system that the state does not have."""
    known = reading.world.policies.purposes
    for connector in reading.world.connectors.values() if known else ():
        for operation in connector.operations.values():
            for name in operation.purposes:
                if name.text not in known:
                    yield error(
                        connector.path,
                        name.span,
                        "POLICY-1006",
                        f'The state has no purpose called "{name.text}"',
                        "Nobody could prove what personal details are used for",
                        suggest(name.text, known)
                        or "Write one of those under purposes: in _shared/policies.yaml",
                    )


def check_agreed(reading: Reading) -> Iterator[Finding]:
    """Yield each policy whose fragment, or whose outcome of it, does not exist."""
    policies, fragments = reading.world.policies, reading.world.fragments
    known = [
        f"{name}.{outcome.text}"
        for name, fragment in fragments.items()
        for outcome in fragment.outcomes
    ]
    unread = any(
        place.kind is FileKind.FRAGMENT and place.path in reading.world.bad
        for place in reading.places
    )
    for policy in policies.policies:
        agreed = policy.agreed
        if agreed is not None and agreed.text not in known and not unread:
            yield error(
                policies.path,
                agreed.span,
                "POLICY-1014",
                f'There is no fragment with an outcome called "{agreed.text}"',
                "Nothing would ever be proved by this policy",
                suggest(agreed.text, known)
                or "Name a fragment and its outcome, as in consent.agreed",
            )

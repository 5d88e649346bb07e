"""What changes something outside can be asked twice without harm: `written_once`."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.findings import Finding
from engine.language.model.policies import Policy
from engine.language.policies.looking import finding
from engine.language.reading import Reading

RULE = "written_once"


def check(policy: Policy, reading: Reading) -> Iterator[Finding]:
    """Yield each operation that changes something, takes no key of ours and cannot be looked up."""
    for connector in reading.world.connectors.values():
        for operation in connector.operations.values():
            if operation.effect not in policy.effects or operation.key or operation.lookup:
                continue
            message = f'"{operation.id}" changes something outside, and nothing keeps it from being done twice'
            why = "When its reply is lost, nobody could tell whether it was done."
            fix = "Write key: header if the system takes our key, or lookup: and the operation that tells what became of it"
            words = (message, why, fix)
            yield finding(policy, connector.path, operation.span, "POLICY-1009", words)

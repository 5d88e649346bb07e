"""Writes seeded.yaml anew: some faults of every kind that is a fault whatever was meant, with what finds each. Run it as a module.

What is not found at its place is printed, to be looked at: it belongs in survivors.yaml with the reason, or a check is missing.
"""

from __future__ import annotations

from engine.cli.mutate import paths
from engine.cli.reading import open_catalog
from engine.language.mutants.mutant import Mutant, nearness
from engine.language.mutants.operators import OPERATORS
from engine.language.mutants.sampling import sampled
from tests.language.catalogues import ROOT
from tests.language.mutants.faults import HERE, bench, mutants, rows

EACH = 4
SEED = 7
HEAD = """\
# Faults planted in the real services, one a row: what is done, in which file, at which address; the code that finds it, and where: in the
# part that was changed (a step, an end, a line of the header), or at what reads it. Written by `python -m tests.language.mutants.make`.
faults:
"""


def main() -> None:
    folder = open_catalog([str(ROOT / "catalog")])
    where = paths(folder, ())
    excused = {row["kind"] for row in rows("survivors.yaml", "kinds")}
    survivors = {(row["do"], row["in"], row["at"]) for row in rows("survivors.yaml")}
    lines = []
    for operator in OPERATORS:
        if operator.name in excused:
            continue
        made = [mutant for path in where for mutant in mutants(operator.name, path)]
        for mutant in sampled(made, EACH, SEED):
            found = row_of(mutant)
            if found:
                lines.append(found)
            elif (mutant.operator, mutant.path, mutant.address) not in survivors:
                print(f"not found: {mutant.name}: {mutant.change}")
    (HERE / "seeded.yaml").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def row_of(mutant: Mutant) -> str:
    """Return the row of a mutant that is found at its place, empty for any other."""
    near = [(nearness(mutant, each), each) for each in bench().findings(mutant)]
    found = sorted((each for each in near if each[0]), key=lambda each: (each[0], each[1].code))
    if not found:
        return ""
    place, finding = found[0]
    do, path, address = mutant.operator, mutant.path, mutant.address
    return f'  - {{do: {do}, in: {path}, at: "{address}", code: {finding.code}, near: {place}}}'


if __name__ == "__main__":
    main()

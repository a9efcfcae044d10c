"""A section of docs/results.md: what was measured, the command that renews it, tables, claims."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.common.report import Claim
from benchmarks.results_document.markdown import rounded
from benchmarks.results_document.reports import Reports

NO_TARGET = "none"  # a target that starts so: the number was asked for, not promised


@dataclass(frozen=True)
class Section:
    """``body`` writes sentences and tables from the reports; claims that fail are listed below."""

    title: str
    files: tuple[str, ...]  # of benchmarks/results, without ".json"
    commands: tuple[str, ...]  # that renew the files, run in the root of the project
    body: Callable[[Reports], str]

    def markdown(self, reports: Reports) -> str:
        """The section, from its heading to its list of claims."""
        commands = "\n".join(self.commands)
        parts = [f"## {self.title}", self.body(reports), f"```\n{commands}\n```"]
        parts.append(self._claims(reports))
        return "\n\n".join(parts)

    def _claims(self, reports: Reports) -> str:
        claims = [(name, claim) for name in self.files for claim in reports[name].claims]
        judged = [(n, claim) for n, claim in claims if not claim.target.startswith(NO_TARGET)]
        failed = [(name, claim) for name, claim in judged if not claim.holds]
        several = len(self.files) > 1
        lines = [f"{len(judged) - len(failed)} of {len(judged)} claims hold."]
        if failed:
            lines[0] += " These do not:\n"
            lines += [f"- {_said(claim, name if several else '')}" for name, claim in failed]
        return "\n".join(lines)


def _said(claim: Claim, name: str) -> str:
    where = f"`{name}`: " if name else ""
    value = "" if claim.name.endswith("]") else f" is {rounded(claim.value)}"
    return f"{where}{claim.name}{value} (target: {claim.target})"

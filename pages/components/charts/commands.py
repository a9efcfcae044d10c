"""What renews the numbers of a page, in words; Markdown."""

from pages.components.app.i18n import _


def benchmark(name: str, data: str = "") -> str:
    """The command line that measures, on the data set if there are several."""
    file, option = (f"{name}-{data}", f" --data {data}") if data else (name, "")
    return f"python -m benchmarks.{name}{option} --json benchmarks/results/{file}.json"


def renewed_by(command: str) -> str:
    return _("To measure this again: `{command}`").format(command=command)


def not_measured(command: str) -> str:
    return _(
        "This has not been measured yet, or its file is damaged. To measure it: `{command}`"
    ).format(command=command)

"""Studies as JSON objects and back, as strictly as events."""

from collections.abc import Mapping
from dataclasses import asdict

from elicitation.sessions.encoding import convert
from elicitation.studies.study import Study


def encode_study(study: Study) -> dict[str, object]:
    """A JSON object of a study's fields, its secret among them."""
    return asdict(study)


def decode_study(record: Mapping[str, object]) -> Study:
    """The study that ``encode_study`` wrote, here or in another version of the program.

    Raises ValueError as ``convert`` and ``Study`` do.
    """
    return convert(record, Study, "study")

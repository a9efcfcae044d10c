"""The style sheet of the app, which a browser keeps: a page need not send it at every click.

It stands after the app in the document, so that it comes after what the platform adds to the head.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

PATH = "/tenfold.css"


class StyleSheet:
    """Files after one another, under an address that changes with them."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        digest = sha256(self.text.encode()).hexdigest()[:16]
        self.link = f'<link rel="stylesheet" href=".{PATH}?v={digest}" />'

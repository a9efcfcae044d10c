"""The HTML document around the app: what stands there before a script has run.

The platform's own has a title of its own, no description and an empty body. Ours says what the app
is, to people, to search engines and to whoever shows a preview of a link, and shows a light shape
of the page in the visitor's theme until the app is there.
"""

import re
from dataclasses import dataclass
from html import escape

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_PRELOADED_FONT = re.compile(r"<link\b[^>]*rel=\"preload\"[^>]*as=\"font\"[^>]*/?>", re.DOTALL)
_ROOT = re.compile(r"<div id=\"root\">\s*</div>")
_LANGUAGE = re.compile(r"<html lang=\"[^\"]*\">")

SHAPE = """<style>
#waiting { position: fixed; inset: 0; background: #fbf8f3; color: #231f1a; padding: 12vh 8vw;
  font: 500 1.4rem Georgia, serif; }
#waiting i { display: block; height: .9rem; border-radius: .45rem; background: #ddd3c4;
  margin-top: 1.1rem; max-width: 34rem; }
#waiting i + i { max-width: 24rem; }
@media (prefers-color-scheme: dark) {
  #waiting { background: #15130f; color: #f1ebe0; } #waiting i { background: #3a352b; }
}
</style>"""


@dataclass(frozen=True)
class Preview:
    """What a document says of itself. All text is escaped when it is written."""

    language: str  # a tag such as "en"
    title: str
    description: str
    address: str = ""  # absolute, of the page; "" = not said
    image: str = ""  # absolute address of a picture, "" = none


def document(platform: str, preview: Preview, styles: str = "") -> str:
    """The platform's document with our head, our waiting shape, and no font of its own.

    ``styles`` is HTML that stands after the app's place.

    Raises ValueError if the platform's document has no title or no root.
    """
    if not (_TITLE.search(platform) and _ROOT.search(platform)):
        raise ValueError("the platform's document has another form than expected")
    head = "\n    ".join(_head(preview))
    waiting = (
        f'<div id="root">{SHAPE}<div id="waiting" role="status">{escape(preview.title)}'
        f"<i></i><i></i></div></div>{styles}"
    )
    text = _LANGUAGE.sub(f'<html lang="{escape(preview.language)}">', platform)
    text = _PRELOADED_FONT.sub("", text)  # nothing is set in it
    text = _TITLE.sub(lambda _: head, text)
    return _ROOT.sub(lambda _: waiting, text)


def _head(preview: Preview) -> list[str]:
    lines = [f"<title>{escape(preview.title)}</title>"]
    named = {"description": preview.description}
    properties = {
        "og:title": preview.title,
        "og:description": preview.description,
        "og:type": "website",
        "og:url": preview.address,
        "og:image": preview.image,
    }
    for kind, values in (("name", named), ("property", properties)):
        lines += [
            f'<meta {kind}="{name}" content="{escape(value)}" />'
            for name, value in values.items()
            if value
        ]
    return lines

"""A slip or page in one of several formats, for ``counter slip --as``."""

from __future__ import annotations

from typing import Final

from devices.document import Document, as_page, as_slip
from devices.profile import Profile

KINDS: Final = ("text", "escpos", "png", "pdf", "json")


def render(document: Document, kind: str, profile: Profile) -> bytes:
    """``document`` as ``kind``: UTF-8 text of the profile's columns, the bytes its printer would get, a picture of its
    paper, an A5 page, or JSON. Loads only what that kind needs. Raises ``ValueError`` for another kind.
    """
    match kind:
        case "text":
            from devices.encode.text import render_text

            return ("\n".join(render_text(as_slip(document), profile.columns)) + "\n").encode()
        case "escpos":
            from devices.encode.escpos import encode

            return encode(as_slip(document), profile)
        case "png":
            from devices.encode.raster import render_png

            return render_png(as_slip(document), profile)
        case "pdf":
            from devices.encode.pdf import render_pdf

            return render_pdf(as_page(document))
        case "json":
            return (document.to_json() + "\n").encode()
    raise ValueError(f"a slip can be {', '.join(KINDS)}, not {kind!r}")

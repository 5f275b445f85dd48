"""Word documents made by hand: the parts that a reader looks at, and archives that mean harm."""

import io
import zipfile
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACE}><w:body>'
FOOT = "<w:sectPr/></w:body></w:document>"


def run(text: str, *, bold: bool = False) -> str:
    """A run; line breaks and tabs become the elements that Word has for them."""
    inner = escape(text).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    inner = inner.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t xml:space='preserve'>{inner}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    dress = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{dress}{''.join(runs)}</w:p>"


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{one}</w:tr>' for one in cells)}</w:tbl>"


def document(*body: str, xml: str | None = None) -> bytes:
    """The bytes of a document; `xml` instead of its body where it is not what Word writes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml if xml is not None else HEAD + "".join(body) + FOOT)
        archive.writestr("word/styles.xml", "<w:styles/>")
    return packed.getvalue()

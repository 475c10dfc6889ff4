"""What a file says of itself (文件属性): title, maker, purpose and number, whoever opens its properties."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from tracker.excel.book.splice import clean

PART = "docProps/core.xml"
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{creator}</dc:creator>"
    "<dc:identifier>{keywords}</dc:identifier><cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
)


@dataclass(frozen=True)
class Properties:
    """`subject` is the purpose, `keywords` the number in the register of exports; `made_at` an instant."""

    title: str
    creator: str
    subject: str
    keywords: str
    made_at: datetime


def stamped(data: bytes, properties: Properties) -> bytes:
    """The same workbook, with these properties in the place of those it came with."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member.filename, _core(properties) if member.filename == PART else old.read(member))
    return target.getvalue()


def _core(properties: Properties) -> str:
    texts = {
        name: escape(clean(getattr(properties, name))) for name in ("title", "creator", "subject", "keywords")
    }
    return CORE.format(**texts, at=f"{properties.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")

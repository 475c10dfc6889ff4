"""Office files as other programs write them, made by hand: the parts of an .xlsx, the records of an .xls."""

import io
import struct
import zipfile

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows, shape=None):
    """The bytes of an .xlsx with these rows, by openpyxl; `shape` may do more to the workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if shape:
        shape(book)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def repacked(data, change=None, **more):
    """The same archive with the text of its sheet changed, or with more members (name=bytes)."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if change and name == SHEET else content)
        for name, content in more.items():
            new.writestr(name, content)
    return memory.getvalue()


def sheet_xml(rows, main=MAIN, before=""):
    """One worksheet; `rows` is the inside of sheetData, `before` stands in front of it."""
    return f'{DECLARATION}<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData></worksheet>'


def package(parts, compression=zipfile.ZIP_DEFLATED):
    """The zip of {name: text or bytes}."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def workbook_parts(*sheets, states=(), strings=(), main=MAIN, relations=RELATIONS, properties=""):
    """The parts of a workbook with these sheets (XML texts); `strings` are the insides of its shared <si>."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"{state and f" state={state!r}"}/>'
        for n, state in zip(numbers, [*states, *[""] * len(sheets)], strict=False)
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    links += [("rId98", "sharedStrings", "sharedStrings.xml"), ("rId99", "styles", "styles.xml")]
    linked = "".join(
        f'<Relationship Id="{id}" Type="{relations}/{kind}" Target="{target}"/>' for id, kind, target in links
    )
    office = f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
    kinds = '<Default Extension="xml" ContentType="application/xml"/>'
    inside = "".join(f"<si>{text}</si>" for text in strings)
    # styles 1 to 3: a short date, a Chinese date, a date with its hour
    chinese = "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"
    formats = (
        f'<numFmts><numFmt numFmtId="176" formatCode="{chinese}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="22"/></cellXfs>'
    )
    links_of = f'<Relationships xmlns="{PACKAGE}/relationships">%s</Relationships>'
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>',
        "_rels/.rels": DECLARATION + links_of % office,
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{main}" xmlns:r="{relations}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links_of % linked,
        "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{main}">{formats}</styleSheet>',
        "xl/sharedStrings.xml": f'{DECLARATION}<sst xmlns="{main}">{inside}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, sheets, strict=True)},
    }


def xlsx(rows, **more):
    """A workbook of one sheet."""
    return package(workbook_parts(sheet_xml(rows), **more))


# .xls: BIFF8 records in the one stream of an OLE2 file

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _label(row, column, text):
    units = text.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", row, column, 15, len(units) // 2, 1) + units)


def _cell(row, column, value):
    if isinstance(value, str):
        return _label(row, column, value)
    return record(0x0203, struct.pack("<HHHd", row, column, 16 if isinstance(value, float) else 15, value))


def xls(*sheets, stream_name="Workbook", hidden=(), extra=b""):
    """An .xls of sheets {(row, column): text, int, or float for a date}, counted from 0; `extra`: records
    among the workbook's own."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    formats = [record(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in [0] * 16 + [14]]
    head = begin + extra + b"".join(formats)
    bodies = []
    for cells in sheets:
        start = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
        filled = b"".join(_cell(*place, value) for place, value in cells.items())
        bodies.append(start + filled + record(0x000A))
    names = [f"表{n}".encode("utf-16-le") for n in range(1, len(sheets) + 1)]
    at = len(head) + sum(12 + len(name) for name in names) + 4
    for n, (name, body) in enumerate(zip(names, bodies, strict=True)):
        head += record(0x0085, struct.pack("<IBBBB", at, n in hidden, 0, len(name) // 2, 1) + name)
        at += len(body)
    return ole({stream_name: head + record(0x000A) + b"".join(bodies)})


def ole(streams):
    """An OLE2 file of {name: bytes}; streams are made long enough to lie in sectors of their own."""
    padded = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    chains, sectors = [], []
    for body in padded.values():
        count = -(-len(body) // SECTOR)
        chains.append(len(sectors))
        sectors += [body[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count)]
    bounds = [*chains, len(sectors)]
    directory = _entry("Root Entry", 5, END, 0, child=1 if padded else FREE)
    for n, (name, body) in enumerate(padded.items(), start=1):
        sibling = n + 1 if n < len(padded) else FREE
        directory += _entry(name, 2, chains[n - 1], len(body), right=sibling)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    table = [n + 1 if n + 1 not in bounds else END for n in range(len(sectors))]
    first_directory, length = len(sectors), len(directory) // SECTOR
    table += [first_directory + n + 1 for n in range(length - 1)] + [END]
    sectors += [directory[n * SECTOR : (n + 1) * SECTOR] for n in range(length)]
    fat_sectors = -(-(len(table) + 8) // (SECTOR // 4))
    places = list(range(len(sectors), len(sectors) + fat_sectors))
    table += [FAT_SECTOR] * fat_sectors
    table += [FREE] * (fat_sectors * SECTOR // 4 - len(table))
    fat = struct.pack(f"<{len(table)}I", *table)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, fat_sectors, first_directory, 0, 4096, END, 0, END, 0)
    header += struct.pack(f"<{len(places)}I", *places)
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + fat


def _entry(name, kind, start, size, child=FREE, right=FREE):
    units = (name + "\0").encode("utf-16-le")
    head = units.ljust(64, b"\0") + struct.pack("<HBBIII", len(units), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)

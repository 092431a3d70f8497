"""Files sent back: what they hold is read whole, or refused in words at little cost."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import MAC_EPOCH

from directory.importers.sheets import workbook, workbook_parts
from directory.importers.sheets.cells import text_of
from directory.importers.sheets.reading import Unreadable, read_sheet

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def make_workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def crafted(inside, name=SHEET, root="worksheet"):
    """A sound workbook, one part of which is written by hand."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(make_workbook(["nom"])))) as sound:
        parts = {part: sound.read(part) for part in sound.namelist()}
    parts[name] = f'<{root} xmlns="{NAMESPACE}">{inside}</{root}>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return file.getvalue()


def sheet_of(*rows):
    return f"<sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData>"


def refused(name, content):
    with pytest.raises(Unreadable) as error:
        read_sheet(name, content)
    return str(error.value).replace("\N{NO-BREAK SPACE}", " ")


# --- CSV -------------------------------------------------------------------------


def test_the_wrong_encoding_is_told_with_its_line_and_column():
    content = "identifiant;nom\nx;é".encode("cp1252")
    assert "ligne 2, colonne B" in refused("f.csv", content)


def test_utf_16_and_any_usual_delimiter_are_read():
    for content in (
        "identifiant\tnom\n\tA".encode("utf-16"),
        b"identifiant,nom\n,A",
        b"\xef\xbb\xbfidentifiant;nom\r\n;A\r\n",
    ):
        assert read_sheet("f.csv", content).lines == [
            (2, {"identifiant": "", "nom": "A"})
        ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("f", b"", "vide"),
        ("f", b"   ", "vide"),
        ("f", b"x" * 5_000_001, "5 Mo"),
        ("f.csv", b"nom;nom\nA;B", "double"),
        ("f.csv", b"nom\n" + b"A\n" * 5_001, "au plus 5 000 lignes"),
        ("f.csv", b";" * 200_000, "100 colonnes"),
        ("f.csv", b"nom\n" + b'"' + b"x" * 200_000, "à partir de la ligne 2"),
        ("f.xlsx", b"PK\x03\x04 pas un classeur", "est-il bien en XLSX ?"),
        ("f.xlsx", b"identifiant;nom\n;A", "se nomme .xlsx mais n'est pas un classeur"),
        ("F.XLS", b"<html><table></table></html>", "se nomme .xls mais"),
        (
            "f.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 20,
            "ancien fichier .xls",
        ),
    ],
)
def test_a_file_that_is_not_a_sheet_is_refused_in_words(name, content, words):
    assert words in refused(name, content)


def test_a_nul_or_a_novel_in_a_header_is_refused_in_words():
    for header, words in (("a\0b", "caractère nul"), ("x" * 201, "dépasse 200")):
        assert words in refused("f.csv", f"identifiant;{header}\n;x".encode())


# --- XLSX ------------------------------------------------------------------------


@pytest.mark.parametrize("epoch", [None, MAC_EPOCH])
def test_a_workbook_is_read_as_openpyxl_reads_it(epoch):
    rich = CellRichText("Pôle ", TextBlock(InlineFont(b=True), "gras"))
    book = make_workbook(
        ["a", "b", "c", "d", "e"],
        [1, 2.5, True, None, "texte\navec deux lignes"],
        [date(2014, 9, 19), datetime(2014, 9, 19, 12, 30), 0.5, False, rich],
        [],
        [None, None, "&lt; < é 🜁", "00475", 35600000049837],
    )
    book.active["C3"].number_format = "hh:mm"
    book.active["B2"].number_format = '0.00" jours"'
    book.epoch = epoch or book.epoch
    content = saved(book)
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    expected = [[text_of(value) for value in row] for row in rows]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found, faults = workbook.read_workbook(archive)
    assert [[text_of(value) for value in row] for row in found] == expected
    assert expected[2][:2] == ["2014-09-19", "2014-09-19"]
    assert faults == []


def test_texts_cut_in_runs_are_joined_without_their_pronunciation():
    content = crafted(
        sheet_of(
            '<c t="inlineStr"><is><t>nom</t></is></c>',
            '<c t="inlineStr"><is><r><t>Pô</t></r><r><t>le</t></r>'
            "<rPh><t>pol</t></rPh></is></c>",
        )
    )
    assert read_sheet("f.xlsx", content).lines == [(2, {"nom": "Pôle"})]


def test_the_first_sheet_is_the_one_that_is_read():
    book = make_workbook(["nom"], ["A"])
    book.create_sheet("Autre").append(["nom", "=1+1"])
    sheet = read_sheet("f.xlsx", saved(book))
    assert (sheet.lines, sheet.faults) == ([(2, {"nom": "A"})], [])


def test_cells_emptied_at_the_end_of_a_line_are_empty_not_missing():
    book = make_workbook(["nom", "adresse"], ["A"])
    assert read_sheet("f.xlsx", saved(book)).lines == [(2, {"nom": "A", "adresse": ""})]


def test_merged_cells_and_formulas_are_told_with_their_place():
    book = make_workbook(["identifiant", "nom"], ["", "=cmd|'/C calc'!A0"], ["", "B"])
    book.active.merge_cells("A2:A3")
    faults = read_sheet("f.xlsx", saved(book)).faults
    assert {(line, column) for line, column, _ in faults} == {(2, "A"), (2, "B")}
    [(line, column, reason)] = read_sheet("f.csv", b"nom;x\n=cmd;1").faults
    assert (line, column) == (2, "A")
    assert "formule" in reason


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_a_workbook_of_another_kind_is_named(part):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, "<x/>")
    kind = {"content.xml": ".ods", "xl/workbook.bin": ".xlsb"}[part]
    assert f"Un fichier {kind}" in refused("f.xlsx", file.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        crafted("<sheetData><row>", name=SHEET),
        crafted('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>'),
        crafted("<sheetData><c><v>1</v></c></sheetData>"),
        crafted('<sheetData><row r="2"/><row r="2"/></sheetData>'),
        crafted('<sheetData><row r="deux"/></sheetData>'),
        crafted(sheet_of('<c r="?"><v>1</v></c>')),
        crafted(sheet_of("<c><v>un</v></c>")),
        crafted("", name="xl/workbook.xml", root="workbook"),
        crafted("", name="_rels/.rels", root="Relationships"),
        crafted('<Relationship Id="1"/>', name="_rels/.rels", root="Relationships"),
    ],
)
def test_a_workbook_that_makes_no_sense_is_refused_in_words(content):
    assert "ne s'ouvre pas" in refused("f.xlsx", content)


def test_a_workbook_that_declares_entities_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = crafted(sheet_of('<c t="str"><v>nom</v></c>'))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound:
        parts = {part: sound.read(part) for part in sound.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, bomb.encode() + text if part == SHEET else text)
    assert "ne s'ouvre pas" in refused("f.xlsx", file.getvalue())


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_part_that_lies_about_its_size_is_never_unpacked_beyond_it(method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("_rels/.rels", b" " * 30_000_000)
    content = bytearray(file.getvalue())
    # where the directory of the archive tells the size of its first part
    told = content.index(b"PK\1\2") + 24
    content[told : told + 4] = (1_000).to_bytes(4, "little")
    tracemalloc.start()
    try:
        assert "ne s'ouvre pas" in refused("f.xlsx", bytes(content))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        crafted(sheet_of("<c/>" * 101)),
        crafted(sheet_of('<c r="XFD1"/>')),
        crafted(sheet_of(*["<c/>" * 100] * 1_501)),
        crafted("<sheetData>" + "<row/>" * 5_002 + "</sheetData>"),
        crafted('<sheetData><row r="1048576"/></sheetData>'),
        crafted("<b/>" * 750_001),
        crafted("0" * 15_000_001),
        crafted(
            "".join(
                f'<numFmt numFmtId="{number}" formatCode="[["/>'
                for number in range(1_001)
            ),
            STYLES,
            "styleSheet",
        ),
    ],
    ids=["columns", "far", "cells", "rows", "low", "elements", "bytes", "formats"],
)
def test_a_workbook_beyond_the_bounds_is_refused_in_words(content):
    assert "au plus 5 000 lignes, 100 colonnes, 150 000" in refused("f.xlsx", content)


def test_a_text_that_all_the_cells_share_counts_for_each(monkeypatch):
    monkeypatch.setattr(workbook_parts, "MOST_TEXT", 1_000)
    book = make_workbook(["nom"], *[["x" * 100]] * 10)
    assert "trop gros" in refused("f.xlsx", saved(book))


@pytest.mark.parametrize(
    "inside",
    [
        '<dimension ref="A1:XFD1048576"/>{}',
        '{}<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
        '{}<conditionalFormatting sqref="A1:XFD1048576"/>',
    ],
)
def test_what_tells_of_a_range_is_not_expanded(inside):
    cell = '<c t="str"><v>nom</v></c>'
    sheet = read_sheet("f.xlsx", crafted(inside.format(sheet_of(cell))))
    assert (sheet.headers, sheet.lines, sheet.faults) == (["nom"], [], [])


def test_of_many_merged_ranges_the_first_are_told():
    cell = '<c t="str"><v>nom</v></c>'
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 1_000
    sheet = read_sheet("f.xlsx", crafted(sheet_of(cell) + merged))
    assert len(sheet.faults) == 50
    assert sheet.faults[0][:2] == (1, "A")


def test_a_workbook_of_the_largest_size_is_read():
    rows = [f'<c t="str"><v>colonne {number}</v></c>' for number in range(30)]
    content = crafted(
        sheet_of("".join(rows), *['<c t="str"><v>x</v></c>' * 29] * 5_000)
    )
    sheet = read_sheet("f.xlsx", content)
    assert len(sheet.lines) == 5_000
    assert sheet.lines[-1][1]["colonne 28"] == "x"

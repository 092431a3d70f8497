"""Reading lists of structures: encodings, delimiters, headers, broken files."""

import codecs
import gzip
from pathlib import Path

import pytest
from django.conf import settings

from directory.importers.structures import StructureFile, UnusableFile
from directory.importers.structures.columns import COLUMNS, column_of
from directory.text import fold
from tests.structure_lists import as_csv, structure_rows, write_list

ROWS = list(structure_rows(3))
TEXT = as_csv(ROWS)
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "import-structures.md"


@pytest.fixture
def written(tmp_path):
    """Writes the bytes of a list, and gives the file."""

    def write(data, name="liste.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def cells(path):
    return [row.cells for row in StructureFile(path)]


def refusal(path):
    with pytest.raises(UnusableFile) as caught:
        StructureFile(path)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("name", ["liste.csv", "LISTE.CSV.gz"])
def test_a_list_reads_the_same_however_it_is_written(
    tmp_path, delimiter, encoding, name
):
    rows = [row | {"name": "L'Œuvre – 100 € à Évry"} for row in ROWS]
    text = {"encoding": encoding, "delimiter": delimiter}
    assert cells(write_list(tmp_path / name, rows, **text)) == rows


def test_french_headers_name_the_same_columns(written):
    headers = (
        "N° SIRET;Raison sociale;Type de structure;Adresse postale;CP;Code INSEE;"
        "Lat;Lng;Site Internet\r\n"
    )
    _, rest = as_csv(ROWS, delimiter=";").split("\r\n", 1)
    assert cells(written(headers + rest)) == ROWS


def test_the_document_tells_every_column_and_header():
    told = {}
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("| `"):
            name, *_, headers = [cell.strip() for cell in line.strip("|").split("|")]
            told[name.strip("`")] = {fold(header) for header in headers.split(",")}
    assert list(told) == [column.name for column in COLUMNS]
    for column in COLUMNS:
        accepted = {fold(column.label), *column.headers}
        assert told[column.name] | {fold(column.name)} >= accepted, column.name
        assert {column_of(header) for header in told[column.name]} == {column.name}


def test_columns_of_others_are_left_aside_and_told(written):
    text = "siret;effectif;nom;;téléphone\n1;12;Les Amis;;01\n"
    rows = StructureFile(written(text))
    assert rows.ignored == ["effectif", "téléphone"]
    assert [row.cells for row in rows] == [{"siret": "1", "name": "Les Amis"}]


def test_rows_are_numbered_as_a_spreadsheet_does(written):
    text = 'siret,nom\n1,"Sur deux\nlignes"\n\n , \n4,Quatre\n'
    rows = StructureFile(written(text))
    assert [row.number for row in rows] == [2, 5]
    assert len(rows) == 4


def test_a_short_row_lacks_its_last_cells_and_a_long_one_says_so(written):
    rows = StructureFile(written("siret,nom,type\n1,Une\n2,Deux,scop,,\n3,T,scop,x\n"))
    assert [(row.cells.get("kind"), row.extra) for row in rows] == [
        (None, False),
        ("scop", False),
        ("scop", True),
    ]


def test_a_list_of_headers_alone_has_no_row(written):
    assert cells(written("siret,nom\n")) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "est vide"),
        ("nom;type\nUne;scop\n", "La colonne « SIRET » manque"),
        ("siret\n1\n", "La colonne « nom » manque"),
        ("siret,nom,raison sociale\n1,A,B\n", "deux colonnes « nom »"),
        (b"PK\x03\x04\x14\x00", "est un classeur"),
        (codecs.BOM_UTF16_LE + "siret;nom".encode("utf-16-le"), "UTF-16"),
        (b"siret,nom\n1,\x81\n", "ni en UTF-8 ni en Windows-1252"),
        (b'siret,nom\n1,"' + b"A" * 200_000, "un guillemet n'y est sans doute"),
    ],
)
def test_what_is_no_list_is_told_in_a_sentence(written, data, words):
    assert words in refusal(written(data))


def test_a_broken_archive_is_told_before_any_row_is_given(written):
    data = gzip.compress(as_csv(structure_rows(500)).encode())
    assert "tronqué" in refusal(written(data[:-500], "liste.csv.gz"))
    assert "n'est pas compressé" in refusal(written(TEXT, "liste.csv.gz"))


def test_another_file_is_refused_by_its_name_or_its_absence(written, tmp_path):
    assert "ne finit ni par" in refusal(written(TEXT, "liste.xlsx"))
    assert "n'existe pas" in refusal(tmp_path / "absente.csv")
    (tmp_path / "dossier.csv").mkdir()
    assert "ne peut pas être lu" in refusal(tmp_path / "dossier.csv")

"""Folders of unpacked packages that hold public reference data."""

import re
from pathlib import Path


class UnreadableSource(Exception):
    """A folder or file that cannot be read as expected.

    Its text is one French sentence, to be shown as it is.
    """


def find_data_folder(root: Path, *, package: str, subfolders: list[str], marker: str):
    """Folder holding the file `marker`: `root` itself or one of its subfolders.

    Raises UnreadableSource when none does.
    """
    for folder in [root, *(root / name for name in subfolders)]:
        if (folder / marker).is_file():
            return folder
    raise UnreadableSource(
        f"Le dossier « {root} » ne contient pas les données du paquet {package} "
        f"(fichier {marker} introuvable)."
    )


def wheel_version(folder: Path, distribution: str) -> str | None:
    """Version told by the `.dist-info` unpacked beside, up to two folders above."""
    for parent in [folder, *list(folder.parents)[:2]]:
        for info in sorted(parent.glob(f"{distribution}-*.dist-info")):
            return re.match(rf"{distribution}-(.+)\.dist-info", info.name).group(1)
    return None

"""The files of the house, as its architecture tests see them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "interviews", "discovery", "config")


def python_files(*folders: str) -> list[Path]:
    """Every Python file under the folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def templates(folder: str = "templates") -> list[Path]:
    """Every template under `folder`, mails included."""
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in (".html", ".txt", ".svg"))


def name(path: Path) -> str:
    """The path as a person would say it."""
    return path.relative_to(ROOT).as_posix()

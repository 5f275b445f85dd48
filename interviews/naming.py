"""Names in a text replaced by what stands for them. Pure: whose names those are is known elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

WORD = re.compile(r"\w+")
E_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
NO_E_MAIL, SOMEBODY = "‹e-mail address›", "‹somebody›"
SHORTEST = 3  # letters of a part of a name, or of what stands in contact details

Hide = Callable[[str], str]


def replacing(names: dict[str, str], parts: dict[str, str]) -> Hide:
    """Replace `names`, in whatever case, and `parts` as they are written; longer ones go first."""
    longest_first = sorted(names, key=len, reverse=True)
    either = [r"\s+".join(map(re.escape, name.split())) for name in longest_first]
    exact = [re.escape(part) for part in sorted(parts, key=len, reverse=True)]
    choices = [f"(?i:{'|'.join(either)})"] * bool(either) + [f"(?:{'|'.join(exact)})"] * bool(exact)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)") if choices else None

    def stands_for(match: re.Match[str]) -> str:
        return names.get(squeezed(match.group())) or parts[match.group()]

    def hide(text: str) -> str:
        text = E_MAIL.sub(NO_E_MAIL, whole(text)) if "@" in text else whole(text)
        return found.sub(stands_for, text) if found else text

    return hide


def replacing_people(people: Iterable[tuple[str, str]]) -> Hide:
    """Replace the names of people, each with what stands for them, and each part of a name that has letters enough."""
    names: dict[str, str] = {}
    parts: dict[str, str] = {}
    for name, stands in people:
        names[squeezed(name)] = stands
        for part in WORD.findall(whole(name)):
            if len(part) >= SHORTEST:
                parts[part] = stands if parts.get(part, stands) == stands else SOMEBODY
    return replacing({name: stands for name, stands in names.items() if name}, parts)


def whole(text: str) -> str:
    """The text with letters and their accents as one, so that two ways of writing a name are the same."""
    return unicodedata.normalize("NFC", text)


def squeezed(name: str) -> str:
    return " ".join(whole(name).casefold().split())

"""Generators of transcript files: each draws a file with the oddities of its format, and knows what must be read.

A `Case` holds the text, all its words in order (speech and context), and every spoken word with its speaker.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from interviews.transcripts import Transcript, read

NAMES = [
    "Ada Fenn",
    "Bo",
    "Marek Osei",
    "Hurst, Peter",
    "Felix (Geth)",
    "Doe, Jane [NA]",
    "Ana|Ops",
    "O’Brien",
    "Łucja",
    "李雷",
]
SIMPLE = ["Ada", "Bo", "Marek", "Łucja", "Ines"]
ODD = ["[laughs]", "(crosstalk)", "–", "3.5", "R&D", "5:30", "[inaudible 00:00:42]", "x<3", "it’s", "https://a.example/x",
       "e.g.", "50%", "#one", "non‑breaking", "“so”", "ok…", "-", "key:value", "*", "1984"]  # fmt: skip
PLAIN = ["we", "moved", "the", "tables", "again", "since", "nobody", "trusts", "loads", "at", "night", "and", "naïve"]


@dataclass
class Case:
    text: str = ""
    words: list[str] = field(default_factory=list)
    speech: list[tuple[str, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def line(self, text: str = "") -> None:
        self.text += text + "\n"

    def said(self, speaker: str, text: str) -> None:
        self.words += text.split()
        self.speech += [(speaker, word) for word in text.split()]

    def kept(self, text: str) -> None:
        self.words += text.split()


def all_words(transcript: Transcript) -> list[str]:
    """Words of speech and context in the order of the file."""
    words: list[str] = []
    context = list(transcript.context)
    for index, segment in enumerate(transcript.segments):
        while context and context[0].before_segment <= index:
            words += context.pop(0).text.split()
        words += segment.text.split()
    for entry in context:
        words += entry.text.split()
    return words


def spoken(transcript: Transcript) -> list[tuple[str, str]]:
    return [(segment.speaker, word) for segment in transcript.segments for word in segment.text.split()]


def turns(text: str, slug: str, *, joined: bool = True) -> list[tuple[str, str]]:
    """Who says what; neighbouring pieces of one speaker are one if `joined`."""
    transcript = read(text.encode())
    assert transcript.format == slug
    said: list[tuple[str, str]] = []
    for segment in transcript.segments:
        if joined and said and said[-1][0] == segment.speaker:
            said[-1] = (segment.speaker, f"{said[-1][1]} {segment.text}")
        else:
            said.append((segment.speaker, segment.text))
    return said


def check(case: Case, slug: str, ending: str = "\n") -> Transcript:
    transcript = read(case.text.replace("\n", ending).encode())
    assert transcript.format == slug
    assert spoken(transcript) == case.speech
    assert all_words(transcript) == case.words
    lines = [segment.line for segment in transcript.segments]
    assert lines == sorted(lines) and all(1 <= line <= case.text.count("\n") + 1 for line in lines)
    return transcript


def sentences(least: int = 2, most: int = 9, odd: bool = True) -> st.SearchStrategy[str]:
    """A capitalised sentence with a full stop; odd words stand inside it."""
    inner = st.lists(st.sampled_from(PLAIN + ODD if odd else PLAIN), min_size=least, max_size=most)
    first = st.sampled_from(["Well", "So", "Nobody", "Every", "Ünlike", "No"])
    return st.builds(lambda begin, rest: " ".join([begin, *rest]) + " there.", first, inner)


def endings() -> st.SearchStrategy[str]:
    return st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])


def stamp(ms: int, *, comma: bool = False, hours: bool = True) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hour, minutes = divmod(minutes, 60)
    head = f"{hour:02}:" if hours or hour else ""
    return f"{head}{minutes:02}:{seconds:02}{',' if comma else '.'}{ms:03}"


def clock(seconds: int, *, hours: bool = False) -> str:
    minutes, rest = divmod(seconds, 60)
    hour, minutes = divmod(minutes, 60)
    return f"{hour}:{minutes:02}:{rest:02}" if hour or hours else f"{minutes}:{rest:02}"


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def wrapped(draw: st.DrawFn, text: str) -> str:
    """The text over one or two lines."""
    words = text.split()
    at = draw(st.integers(1, len(words)))
    return "\n".join(part for part in (" ".join(words[:at]), " ".join(words[at:])) if part)

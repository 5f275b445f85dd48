"""What recorders, recognisers and meetings write: LRC, TSV, Whisper, JSON, chats, Teams, Meet, newsletters, coding.

Each generator draws a file of its format with its oddities; words in are words of speech and context, in order.
"""

import json
import re
import uuid

from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import read
from tests.interviews.transcripts.shapes import (
    NAMES,
    SIMPLE,
    Case,
    all_words,
    check,
    clock,
    endings,
    escaped,
    sentences,
    spoken,
    stamp,
    wrapped,
)

LINES = st.lists(sentences(), min_size=2, max_size=7)
WRAPPED = st.lists(sentences(odd=False), min_size=2, max_size=7)  # a dash that begins a line is a mark, no word
BLOCK = re.compile(r"\d\d:\d\d:\d\d")
FULL = ["Ada Fenn", "Bo Reyes", "Ines Vale"]


def steps(draw, texts, most=9_000):
    """Each text with a start and an end in milliseconds."""
    at = draw(st.integers(0, 4_000_000))
    for text in texts:
        end = at + draw(st.integers(1, most))
        yield text, at, end
        at = end + draw(st.integers(0, most))


@st.composite
def lrc(draw) -> Case:
    case = Case()
    if draw(st.booleans()):
        case.line("[ti:Tables at night]")
        case.kept("ti: Tables at night")
    for text, start, end in steps(draw, draw(LINES)):
        case.line(f"[{stamp(start % 3_600_000, hours=False)}]{text}")
        case.said("", text)
        if draw(st.booleans()):
            case.line(f"[{stamp(end % 3_600_000, hours=False)}]\n")
    return case


@st.composite
def tsv(draw) -> Case:
    case = Case()
    with_speaker = draw(st.booleans())
    case.line("start\tend\tspeaker\ttext" if with_speaker else "start\tend\ttext")
    for text, start, end in steps(draw, draw(LINES)):
        name = draw(st.sampled_from(SIMPLE)) if with_speaker else ""
        case.line(f"{start}\t{end}\t" + (f"{name}\t" if name else "") + text)
        case.said(name, text)
        case.starts.append(start)
    return case


@st.composite
def whisper(draw) -> Case:
    case = Case()
    for text, start, end in steps(draw, draw(LINES)):
        hours = draw(st.booleans())
        case.line(f"[{stamp(start, hours=hours)} --> {stamp(end, hours=hours)}]  {text}")
        case.said("", text)
        case.starts.append(start)
    return case


@st.composite
def recogniser(draw) -> Case:
    case = Case()
    items = []
    speakers = draw(st.booleans())
    for number, (text, start, end) in enumerate(steps(draw, draw(LINES))):
        name = draw(st.sampled_from(SIMPLE)) if speakers else ""
        item = {"id": number, "start": start / 1000, "end": end / 1000, "text": f" {text}", "tokens": [1, 2]}
        items.append({**item, "speaker": name} if name else item)
        case.said(name, text)
        case.starts.append(round(start / 1000 * 1000))
    whole = {"text": " ".join(item["text"] for item in items), "segments": items, "language": "en"}
    case.kept("language: en")
    case.text = json.dumps(whole, indent=draw(st.sampled_from([None, 2])), ensure_ascii=draw(st.booleans()))
    return case


@st.composite
def chat(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 80_000))
    for place, text in enumerate(draw(LINES)):
        at += draw(st.integers(0, 90))
        name = draw(st.sampled_from([*SIMPLE, "Felix (Geth)", "Ana|Ops"]))
        head = f"{stamp(at * 1000)[:8]}\t{name}:\t"
        if place and draw(st.booleans()):
            asked = 'Replying to "We load at…"'
            case.line(f"{head}{asked}\n\n{text}")
            case.kept(asked)
        else:
            case.line(head + text)
        case.said(name, text)
    return case


@st.composite
def teams_unpadded(draw) -> Case:
    case = Case(text="WEBVTT\n\n")
    for text, start, end in steps(draw, draw(LINES)):
        name = draw(st.sampled_from(NAMES))
        times = [f"{ms // 3_600_000}:{ms // 60_000 % 60}:{ms // 1000 % 60}.{ms % 1000}" for ms in (start, end)]
        case.line(f"{times[0]} --> {times[1]}\n<v {name}>{escaped(text)}</v>\n")
        case.said(name, text)
        case.starts.append(start)
    case.text = case.text.replace("WEBVTT\n\n", "WEBVTT\n\n0:0:0.5 --> 0:0:0.70\n<v Ada>So.</v>\n\n", 1)
    case.words.insert(0, "So.")
    case.speech.insert(0, ("Ada", "So."))
    case.starts.insert(0, 5)
    return case


@st.composite
def teams_split(draw) -> Case:
    """The dialect of 2023: one utterance over -0, -1, wrapped inside its tag."""
    case = Case(text="WEBVTT\n\n")
    for number, (text, start, end) in enumerate(steps(draw, draw(WRAPPED))):
        name, words = draw(st.sampled_from(NAMES)), text.split()
        key = f"{uuid.UUID(int=draw(st.integers(0, 2**128 - 1)))}/{number}"
        cut = draw(st.integers(0, len(words) - 1))
        for part, piece in enumerate(filter(None, [words[:cut], words[cut:]])):
            body = wrapped(draw, escaped(" ".join(piece)))
            case.line(f"{key}-{part}\n{stamp(start)} --> {stamp(end)}\n<v {name}>{body}</v>\n")
        case.said(name, text)
    return case


@st.composite
def teams_silent(draw) -> Case:
    """The two older dialects: notes of confidence and GUIDs, and nobody's name."""
    case = Case(text="WEBVTT\n\n")
    stream = draw(st.booleans())
    if stream:
        case.line('NOTE duration:"00:32:11.0000000"\n\nNOTE language:en-us\n')
        case.kept('duration:"00:32:11.0000000" language:en-us')
    for text, start, end in steps(draw, draw(WRAPPED)):
        if stream:
            case.line("NOTE Confidence: 0.91\n")
            case.kept("Confidence: 0.91")
        key = uuid.UUID(int=draw(st.integers(0, 2**128 - 1)))
        body = wrapped(draw, escaped(text))
        case.line(f"{key}{'' if stream else '-0'}\n{stamp(start)} --> {stamp(end)}\n{body}\n")
        case.said("", text)
    return case


@st.composite
def meet(draw) -> Case:
    case, at = Case(), 0
    markdown = draw(st.booleans())
    date, title = "Sep 26, 2025", "Loads at night - Transcript"
    case.line(f"{date}\n\n{'## ' if markdown else ''}{title}\n")
    case.kept(f"{date} {title}")
    turns = [(FULL[place % 2], text) for place, text in enumerate(draw(st.lists(sentences(), min_size=4, max_size=9)))]
    for place, (name, text) in enumerate(turns):
        if place % 3 == 0:
            case.line(clock(at, hours=True).rjust(8, "0") + "\n")
        at += draw(st.integers(1, 60))
        case.line(f"**{name}:** {text}  \n" if markdown else f"{name}: {text}\n")
        case.said(name, text)
    foot = "Transcription ended after 00:36:51"
    rest = "This editable transcript was computer generated and might contain errors. People can also change it."
    case.line(f"{'### ' if markdown else ''}{foot}\n\n{rest}")
    case.kept(f"{foot} {rest}")
    return case


@st.composite
def newsletter(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 100))
    case.text = "---\nguest: Bo Reyes\ntitle: Loads\nduration_seconds: 3671.0\n---\n\n"
    case.kept("guest: Bo Reyes title: Loads duration_seconds: 3671.0")
    name = ""
    for place, text in enumerate(draw(st.lists(sentences(), min_size=4, max_size=9))):
        same = place > 2 and draw(st.booleans())
        name = name if same else FULL[place % 2]
        case.line(f"{'' if same else name + ' '}({stamp(at * 1000)[:8]}):\n{text}\n")
        case.said(name, text)
        case.starts.append(at * 1000)
        at += draw(st.integers(0, 200))
    return case


@st.composite
def coded(draw) -> Case:
    case = Case()
    case.line("# How loads break\n\nWe met people in spring.\n")
    case.kept("How loads break We met people in spring.")
    for text in draw(st.lists(sentences(odd=False), min_size=2, max_size=5)):
        case.line("\n".join(f"> {line}" for line in wrapped(draw, text).split("\n")) + "\n")
        case.said("", text)
        trace = draw(st.sampled_from(["*Codes:* loads, trust", "[loads] [trust]", "#loads #trust", "Codes: a > b"]))
        case.line(trace + "\n")
        case.kept(trace)
        if draw(st.booleans()):
            case.line("Then we asked again.\n")
            case.kept("Then we asked again.")
    return case


def starts(transcript):
    return [segment.start_ms for segment in transcript.segments]


@given(lrc(), endings())
def test_lrc(case, ending):
    check(case, "lrc", ending)


@given(tsv(), endings())
def test_tsv(case, ending):
    assert starts(check(case, "tsv", ending)) == case.starts


@given(whisper(), endings())
def test_whisper_text(case, ending):
    assert starts(check(case, "whisper", ending)) == case.starts


@given(recogniser())
def test_whisper_json(case):
    transcript = read(case.text.encode())
    assert spoken(transcript) == case.speech
    assert all_words(transcript) == case.words


@given(chat(), endings())
def test_zoom_chat(case, ending):
    transcript = read(case.text.replace("\n", ending).encode())
    assert (transcript.format, spoken(transcript)) == ("chat", case.speech)
    assert sorted(all_words(transcript)) == sorted(case.words)


@given(teams_unpadded(), endings())
def test_teams_with_unpadded_milliseconds(case, ending):
    assert starts(check(case, "webvtt", ending)) == case.starts


@given(teams_split(), endings())
def test_teams_with_utterances_in_parts(case, ending):
    check(case, "webvtt", ending)


@given(teams_silent(), endings())
def test_teams_without_names(case, ending):
    check(case, "webvtt", ending)


@given(meet(), endings())
def test_google_meet_as_text_and_markdown(case, ending):
    transcript = read(case.text.replace("\n", ending).encode())
    assert spoken(transcript) == case.speech
    assert [word for word in all_words(transcript) if not BLOCK.fullmatch(word)] == [
        word for word in case.words if not BLOCK.fullmatch(word)
    ]


@given(newsletter(), endings())
def test_newsletter_podcasts(case, ending):
    transcript = check(case, "plain", ending)
    assert [one for one in starts(transcript) if one is not None] == case.starts


@given(coded(), endings())
def test_coded_articles(case, ending):
    check(case, "coded", ending)


@given(st.one_of(whisper(), tsv(), chat(), meet()), st.sampled_from(["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]))
def test_in_any_unicode(case, encoding):
    assert spoken(read(case.text.encode(encoding))) == case.speech


def test_one_interview_in_windows_1252():
    text = "".join(f"{name}: Naïve “loads” – café.\n\n" for name in ["Ada", "Bo"] * 3)
    said = spoken(read(text.encode("cp1252")))
    assert said[1:3] == [("Ada", "“loads”"), ("Ada", "–")]

"""Subtitles keep every word, whoever wrote the file and however it is broken."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import Times, read
from tests.interviews.transcripts.shapes import NAMES, Case, check, endings, escaped, sentences, spoken, stamp, wrapped

NOISE = ["", "", "NOTE made by hand", "STYLE\n::cue { color: lime }", "NOTE\nseveral words\nover lines"]


@st.composite
def zoom(draw) -> Case:
    """Numbers, `Name: text` on one line; cues without a name or with two; times overlap and run backwards."""
    case, at, speaker = Case("WEBVTT\n\n", ["WEBVTT"][:0]), draw(st.integers(0, 400_000)), ""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    seen: list[str] = []
    for number in range(draw(st.integers(3, 8))):
        named = number < 2 or draw(st.integers(0, 3)) > 0
        speaker = draw(st.sampled_from(names)) if named else speaker
        seen += [speaker] * named
        text = draw(sentences())
        case.line(f"{number + 1}")
        case.line(f"{stamp(at)} --> {stamp(at + 900)}")
        case.line(f"{speaker}: {text}" if named else text)
        case.said(speaker, text)
        if number > 2 and draw(st.integers(0, 3)) == 0:
            speaker, more = draw(st.sampled_from(seen)), draw(sentences(odd=False))
            case.text = case.text.rstrip("\n") + f" {speaker}: {more}\n"
            case.said(speaker, more)
            case.starts.append(at)
        case.line()
        case.starts.append(at)
        at = max(0, at + draw(st.integers(-300, 4_000)))
    return case


@given(zoom(), endings())
def test_zoom_cues_give_names_and_words(case, ending):
    transcript = check(case, "webvtt", ending)
    assert [segment.start_ms for segment in transcript.segments] == case.starts


@st.composite
def voiced(draw) -> Case:
    """Voice tags with entities, classes, several in a cue, ids of any kind, wrapped lines, notes between."""
    case = Case()
    case.line(draw(st.sampled_from(["WEBVTT", "\ufeffWEBVTT", "WEBVTT\nKind: captions\nLanguage: en"])))
    if "Kind" in case.text:
        case.kept("Kind: captions Language: en")
    case.line()
    at = 0
    for number in range(draw(st.integers(1, 6))):
        noise = draw(st.sampled_from(NOISE))
        if noise:
            case.line(noise + "\n")
            case.kept(noise.removeprefix("NOTE").removeprefix("STYLE"))
        identifier = draw(
            st.sampled_from(["", f"{number}", "3f1c0a52-9f0e-4d52-8e7b-0a4c1d2e3f40-0", f"3f1c0a52/{number}-1"])
        )
        if identifier:
            case.line(identifier)
        case.line(f"{stamp(at, hours=False)} --> {stamp(at + 500, hours=False)} align:start position:0%")
        for _ in range(draw(st.integers(1, 2))):
            name, text = draw(st.sampled_from(NAMES)), draw(sentences())
            tag = draw(st.sampled_from(["v", "v.loud"]))
            inner = (
                wrapped(draw, escaped(text)).replace("tables", "<i>tab</i>les").replace("again", "<c.yellow>again</c>")
            )
            case.line(f"<{tag} {escaped(name)}>{inner}{draw(st.sampled_from(['</v>', '']))}")
            case.said(name, text)
        case.line()
        at += 700
    return case


@given(voiced(), endings())
def test_voice_tags_give_speakers_and_markup_gives_nothing(case, ending):
    check(case, "webvtt", ending)


@st.composite
def srt(draw) -> Case:
    """The speaker only where a turn begins; numbers, blank lines, milliseconds and hours may be missing."""
    case, at, speaker = Case(), 0, ""
    names = draw(
        st.lists(st.sampled_from(["Travis", "LITHGOW", "Ada Fenn", "Dr. Osei"]), min_size=2, max_size=3, unique=True)
    )
    numbers, gaps, short = draw(st.booleans()), draw(st.sampled_from(["\n", "\n\n\n"])), draw(st.booleans())
    for number in range(draw(st.integers(4, 9))):
        turn = number < 4 or draw(st.booleans())
        speaker = names[number % 2] if turn else speaker
        text = draw(sentences(odd=False))
        if draw(st.booleans()) and number > 4:
            case.line(
                f"{number}\n" * numbers
                + f"{stamp(at, comma=True)} --> {stamp(at, comma=True)}\n{gaps}".rstrip("\n")
                + gaps
            )
        if numbers:
            case.line(f"{number + 1}")
        begin, end = stamp(at, comma=True), stamp(at + 800, comma=True)
        case.line(f"{begin[3:8]} --> {end[3:8]}" if short else f"{begin} --> {end}")
        case.text += f"{speaker}: " * turn + wrapped(draw, text) + "\n" + gaps
        case.said(speaker, text)
        at += 1_000
    return case


@given(srt(), endings())
def test_srt_speakers_carry_on_until_the_next_name(case, ending):
    check(case, "srt", ending)


@st.composite
def rolling(draw) -> Case:
    """Every line is shown once with inner times, once still, once more above the next line."""
    case, at, before = (
        Case("WEBVTT\nKind: captions\nLanguage: en\n\n", ["Kind:", "captions", "Language:", "en"]),
        0,
        " ",
    )
    for line in draw(st.lists(sentences(odd=False), min_size=2, max_size=6)):
        first, *rest = line.split()
        inner = first + "".join(f"<{stamp(at + 10)}><c> {word}</c>" for word in rest)
        case.line(f"{stamp(at)} --> {stamp(at + 990)} align:start position:0%\n{before}\n{inner}\n")
        case.line(f"{stamp(at + 990)} --> {stamp(at + 1000)} align:start position:0%\n{line}\n \n")
        case.said("", line)
        before, at = line, at + 1000
    return case


@given(rolling())
def test_rolling_captions_are_read_once(case):
    transcript = check(case, "webvtt")
    assert any("Rolling captions" in warning.message for warning in transcript.warnings)


def test_a_line_said_twice_is_no_rolling_caption():
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n{text}\n\n" for n, text in enumerate(["No.", "No.", "Never.", "Not once."])
    )
    assert [segment.text for segment in read(f"WEBVTT\n\n{cues}".encode()).segments] == [
        "No.",
        "No.",
        "Never.",
        "Not once.",
    ]


def test_unpadded_times_count_milliseconds():
    text = "WEBVTT\n\n0:0:-6.-820 --> 0:0:1.40\n<v Hurst, Peter>One</v>\n\n0:0:18.340 --> 0:0:19.67\n<v Ada>Two</v>\n\n"
    transcript = read((text + "0:0:17.5 --> 0:1:0.0\n<v Ada>Three</v>\n").encode())
    assert [(s.start_ms, s.end_ms) for s in transcript.segments] == [
        (-6_820, 1_040),
        (18_340, 19_067),
        (17_005, 60_000),
    ]
    assert [(warning.line, warning.message.split(";")[0]) for warning in transcript.warnings] == [
        (4, "This starts before the recording does"),
        (10, "The time runs backwards here"),
    ]


def test_entities_are_decoded_once_and_only_real_tags_are_taken_out():
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
    text = cue + "&amp;lt; a < b &lt;i&gt; <unknown> <3 AT&T &copying <br>&#233;<b>t</b>&eacute;\n"
    assert read(text.encode()).segments[0].text == "&lt; a < b <i> <unknown> <3 AT&T &copying été"


def test_words_in_wrong_places_are_kept():
    text = (
        "WEBVTT - Weekly\n\nA title of ours\n\n1 - first part\n00:01.000 --> 00:02.000 hello\n\nafter a blank line\n\n"
    )
    transcript = read((text + "x9\n100:00:00.000 --> 100:00:01.000\nlate\n").encode())
    assert [segment.text for segment in transcript.segments] == ["hello after a blank line", "late"]
    assert transcript.segments[-1].start_ms == 360_000_000
    assert [entry.text for entry in transcript.context] == ["Weekly", "A title of ours", "1 - first part"]
    assert (transcript.title, transcript.times) == ("Weekly", Times.START_AND_END)
    assert [warning.line for warning in transcript.warnings] == [8]


def test_a_sentence_with_a_colon_is_no_speaker():
    lines = [
        "Ada: Yes.",
        "the rule is: never",
        "Bo: No.",
        "Note: it broke",
        "Ada: What he said: go",
        "Remember: twice",
        "Bo: Fine.",
    ]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines, 1))
    assert {speaker for speaker, _ in spoken(read(text.encode()))} == {"Ada", "Bo"}

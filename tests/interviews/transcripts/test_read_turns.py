"""Texts in which people take turns: Otter, broadcast, web pages, captions, plain notes, newsletters."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.transcripts import Times, read
from tests.interviews.transcripts.shapes import NAMES, SIMPLE, Case, check, clock, endings, sentences, spoken

FRONT = [
    "",
    "# A talk about tables\n\nRecorded in spring, place unknown\n\n",
    "---\ntitle: Tables at night\nseason: 2\n---\n\n",
]


def begin(draw, case: Case) -> None:
    front = draw(st.sampled_from(FRONT))
    case.text += front
    case.kept(front.replace("# ", "").replace("---", ""))


@st.composite
def otter(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 3_700))
    begin(draw, case)
    names = draw(
        st.lists(st.sampled_from([*NAMES, "Unknown Speaker", "Speaker 1"]), min_size=1, max_size=4, unique=True)
    )
    gap = draw(st.sampled_from(["  ", "   ", "\t", " - ", " | "]))
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(names))
        case.line(f"{name}{gap}{clock(at)}{draw(st.sampled_from(['  ', '']))}")
        for text in draw(st.lists(sentences(), min_size=1, max_size=2)):
            case.line(text + "\n" * draw(st.integers(0, 1)))
            case.said(name, text)
        case.line()
        case.starts.append(at * 1000)
        at += draw(st.integers(0, 900))
    if draw(st.booleans()):
        case.line("Transcribed by https://otter.ai")
        case.kept("Transcribed by https://otter.ai")
    return case


@given(otter(), endings())
def test_otter_turns_past_one_hour_with_any_name(case, ending):
    transcript = check(case, "otter", ending)
    assert [segment.start_ms for segment in transcript.segments if segment.start_ms is not None] == case.starts


@st.composite
def broadcast(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 3_000))
    begin(draw, case)
    unique = iter("abcdefghijklmnopqrstuvwxyz")
    dress = draw(st.sampled_from(["{} {}", "[{}] {}", "{} - {}", "{} {}:"]))
    for turn in range(draw(st.integers(2, 6))):
        name = draw(st.sampled_from(["Ada Fenn", "Marek Osei", "ANNOUNCER", "Dr. Osei"]))
        case.line(dress.format(clock(at, hours=True), name) + "\n" + "\n" * draw(st.integers(0, 2)))
        for text in draw(st.lists(sentences(), min_size=1, max_size=3)):
            text = f"{next(unique)} {text}"
            case.line(text + "\n" * draw(st.integers(1, 3)))
            case.said(name, text)
        if turn and draw(st.booleans()):
            case.line(f"\n{turn}\n\fTables at night, part {turn}\n")
            case.kept(f"{turn} Tables at night, part {turn}")
            text = f"{next(unique)} {draw(sentences())}"
            case.line(text + "\n")
            case.said(name, text)
        at += draw(st.integers(1, 500))
    return case


@given(broadcast(), endings())
def test_broadcast_turns_and_no_page_numbers_as_speech(case, ending):
    check(case, "broadcast", ending)


@st.composite
def webpage(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 3_650))
    front = draw(st.sampled_from(FRONT[:1] + FRONT[2:]))
    case.text += front
    case.kept(front.replace("---", ""))
    names = draw(st.lists(st.sampled_from(SIMPLE), min_size=2, max_size=3, unique=True))
    end = draw(st.sampled_from([" ({})", " [{}]", "\n({})", " ([{}](https://a.example))"]))
    for turn in range(draw(st.integers(4, 8))):
        name = names[turn % 2] if turn < 4 else draw(st.sampled_from(names))
        if turn and draw(st.booleans()):
            section = draw(st.sampled_from(["Tables and trust", "What is a load?", "Nights & mornings"]))
            case.line(section + "\n")
            case.kept(section)
        texts = draw(st.lists(sentences(), min_size=1, max_size=2))
        case.line(
            f"{name}: " + "\n".join(texts) + end.format(clock(at)) + "\n" * max("\n" in end, draw(st.integers(0, 1)))
        )
        case.said(name, " ".join(texts))
        case.starts.append(at * 1000)
        at += draw(st.integers(0, 300))
    if draw(st.booleans()):
        case.line("\nWrite to us!\n\n* [Docs](https://a.example/x)")
        case.kept("Write to us! * [Docs](https://a.example/x)")
    return case


@given(webpage(), endings())
def test_web_page_turns_end_with_their_time(case, ending):
    transcript = check(case, "webpage", ending)
    assert [segment.start_ms for segment in transcript.segments] == case.starts


@st.composite
def captions(draw) -> Case:
    case, at = Case(), draw(st.integers(0, 3_600))
    dress = draw(st.sampled_from(["{} {}", "{}\n{}", "[{}] {}", "({}) {}", "{} - {}", "{}.0 {}", "{} >> {}"]))
    for text in draw(st.lists(sentences(), min_size=3, max_size=9)):
        case.line(dress.format(clock(at), text.lower()))
        case.said("", text.lower())
        case.starts.append(at * 1000)
        at += draw(st.integers(0, 9))
    return case


@given(captions(), endings())
def test_captions_of_a_video_page(case, ending):
    transcript = check(case, "captions", ending)
    assert [segment.start_ms for segment in transcript.segments] == case.starts


PLAIN_SHAPES = ["{}: ", "**{}:** ", "**{}**: ", "### {}\n\n", "{} (00:00:36):\n", "[00:12:01] {}: ", "<u>{}:</u>\t"]
PLAIN_SHAPES += ["{}: [0:12] ", "**{}** [0:12] ", "**{}**\n\n", "- {}: ", "\u200b{}\u00a0: ", "{} - 0:12: "]


@st.composite
def plain(draw) -> Case:
    case = Case()
    begin(draw, case)
    if draw(st.booleans()):
        case.line("Place: Bonn\nWarranty: none at all\n\n# BEGIN TRANSCRIPT\n")
        case.kept("Place: Bonn Warranty: none at all BEGIN TRANSCRIPT")
    shape = draw(st.sampled_from(PLAIN_SHAPES))
    names = draw(
        st.lists(
            st.sampled_from(["MEL", "Ada", "Marek Osei", "Łucja", "Q", "Speaker 2"]),
            min_size=2,
            max_size=3,
            unique=True,
        )
    )
    for turn in range(draw(st.integers(4, 9))):
        name = names[turn % 2] if turn < 4 else draw(st.sampled_from(names))
        first, *more = draw(st.lists(sentences(), min_size=1, max_size=3))
        case.line(shape.format(name) + first + draw(st.sampled_from(["\n", ""])))
        case.said(name, first)
        for text in more:
            case.line("\n" + text + "\n")
            case.said(name, text)
        if draw(st.integers(0, 5)) == 0:
            case.line("## Part of it\n")
            case.kept("Part of it")
    if draw(st.booleans()):
        case.line("\nEND TRANSCRIPT\n\nThanks to all")
        case.kept("END TRANSCRIPT Thanks to all")
    return case


@given(plain(), endings())
def test_plain_turns_in_every_dress(case, ending):
    check(case, "plain", ending)


def test_a_newsletter_gives_times_of_one_who_goes_on():
    front = "---\nguest: Ada\ntitle: Loads\n---\n\n"
    text = front + "Ada (00:00:36):\nIt broke [inaudible 00:00:42] again.\n\n(00:01:21):\nTwice.\n\n"
    transcript = read((text + "Bo (01:00:02):\nWhy?\n\nAda (00:59:00):\nNobody knows.\n").encode())
    said = [(s.speaker, s.start_ms, s.text) for s in transcript.segments]
    assert said[:2] == [("Ada", 36_000, "It broke [inaudible 00:00:42] again."), ("Ada", 81_000, "Twice.")]
    assert said[2:] == [("Bo", 3_602_000, "Why?"), ("Ada", 3_540_000, "Nobody knows.")]
    assert [warning.line for warning in transcript.warnings] == [16]
    assert (transcript.title, transcript.times) == ("Loads", Times.START_ONLY)


def test_who_speaks_once_speaks():
    turns = [
        "MEL: Shall we?",
        "BO: Yes: now.",
        "MEL: Remember: slowly.",
        "Reason: it fails.",
        "BO: Bye.",
        "INES: Pleasure!",
    ]
    text = "\n\n".join(turns)
    speakers = [speaker.label for speaker in read(text.encode()).speakers]
    assert speakers == ["MEL", "BO", "INES"]


def test_letters_are_labels_and_codes_are_not():
    assert [speaker.label for speaker in read(b"Q: Why?\nA: Because.\nQ: Oh?\nA: Yes.\n").speakers] == ["Q", "A"]
    assert not read(b"> It hurts.\n\nCodes: pain, night\n\n> Twice.\n\nCodes: pain\n").speakers


def test_a_time_alone_is_that_of_the_next_turn():
    turns = b"Ada: One.\nBo: Two.\n00:01:00\nAda: Three.\nBo: Four.\n"
    transcript = read(turns + b"Transcription ended after 00:02:51\nMade by a computer.\n")
    assert [segment.start_ms for segment in transcript.segments] == [None, None, 60_000, None]
    assert [entry.kind for entry in transcript.context] == ["footer", "footer"]


def test_text_of_nobody_is_still_read():
    transcript = read(b"We load at night.\nNobody looks.\n")
    assert spoken(transcript) == [("", word) for word in ["We", "load", "at", "night.", "Nobody", "looks."]]
    assert transcript.unattributed == 2 and transcript.warnings

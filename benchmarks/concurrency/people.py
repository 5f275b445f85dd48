"""Those who use the app at once: a browser for each, who types, who reads, and who looks whether counts are fresh."""

from __future__ import annotations

import http.client
import json
import random
import re
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from threading import Event
from urllib.parse import urlencode

EACH_SECOND = 6  # letters that somebody types
AT_ONCE = 1_400  # letters of the notes that are there when the run begins
PAUSE = 2.0  # between two pages of a reader, and between two looks at the counts
PATIENCE = 20.0  # seconds until an answer, or a count, does not come any more
SAID = (
    "She was on call last night and has two more shifts this week.",
    "! Schema changes break the nightly loads of {thing} 4",
    '" I find out that a column is gone because the channel is on fire.',
    "~ A script of ours compares the catalogue of {thing} every hour",
    "? The app team renames columns without telling anybody",
    "  ?? Nobody told them who reads {thing}",
    "We talked about budgets for a while; nothing that was new.",
    "! Nobody trusts the numbers of {thing} 3",
    '" I export it and count again by hand before each meeting.',
    "# Airflow, dbt",
    "= Ingestion of {thing} from forty sources",
    "> A quiet weekend without {thing}",
    "@ 2026-12-01 Send them the query for {thing}",
)
THINGS = ("orders", "invoices", "events", "contracts", "sensors", "claims", "bookings", "payments")
PAGES = ("/", "/interviews/", "/pain-points/", "/personas/", "/people/", "/root-causes/", "/interviews/1/", "/codes/")
COUNTED = re.compile(r'id="list-h">(\d+) ')


@dataclass
class Told:
    """What one of them met: seconds of each answer by what it was, and what went wrong in words."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    reconnected: int = 0


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    worker: str


class Browser:
    """A signed-in browser with one connection, which it opens anew when the server has closed it."""

    def __init__(self, port: int, session: str, told: Told) -> None:
        self.port, self.told = port, told
        self.cookies = {"sessionid": session}
        self.connection = self.connect()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str, accept: str = "text/html") -> Answer:
        return self.send("GET", path, None, {"Accept": accept})

    def post(self, path: str, form: dict[str, object]) -> Answer:
        """As the script of the log screen does: with the token, and again when the connection is closed under it."""
        headers = {"Accept": "application/json", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        return self.send("POST", path, urlencode(form), headers | {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        headers = headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (ConnectionError, http.client.HTTPException):
            self.told.reconnected += 1
            self.reconnect()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        text = response.read().decode()
        for sent in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(sent).items()}
        return Answer(response.status, text, response.headers.get("X-Worker", ""))

    def reconnect(self) -> None:
        self.connection.close()
        self.connection = self.connect()


class Tab:
    """A log screen that is open in a browser: it saves all that was typed, as the script of the page does."""

    def __init__(self, browser: Browser, user: int) -> None:
        self.browser, self.user = browser, user
        self.key, self.tab = uuid.uuid4(), uuid.uuid4()
        self.path, self.version, self.number, self.interview = "/interviews/new/", 1, 0, 0
        self.first = self.saved = 0  # the version that the first save gave, and saves that were acknowledged since
        self.notes, self.marks = "", ""
        self.worker = ""

    def save(self, notes: str, **more: object) -> str:
        """Save; gives what went wrong, in words."""
        self.number += 1
        caret = notes.count("\n") + 1
        told = {
            "parts": ",".join(["notes", *more.pop("parts", ())]),
            "key": self.key,
            "user": self.user,
            "tab": self.tab,
        }
        told |= {"tab_number": self.number, "version": self.version, "caret": caret, "here": caret}
        answer = self.browser.post(self.path, {**told, "seen": self.marks, "notes": notes, **more})
        if answer.status != 200:
            return f"a save answered {answer.status}: {answer.text[:200]}"
        saved = json.loads(answer.text)
        if saved["fields"]["notes"] != notes:
            return "a save was answered with other notes"
        self.saved += 1
        self.first = self.first or saved["version"]
        self.path, self.version, self.interview, self.notes = saved["url"], saved["version"], saved["id"], notes
        self.marks = ",".join(f"{name}:{mark}" for name, mark in saved["marks"].items())
        self.worker = answer.worker
        return ""


class Person:
    """Somebody who does one thing after another, begun no sooner than `every` seconds after the one before."""

    every = PAUSE

    def __init__(self, seed: int) -> None:
        self.random, self.told = random.Random(seed), Told()

    def go_on(self, over: Event) -> None:
        over.wait(self.random.random() * self.every)  # people do not act in step
        while not over.is_set():
            began = time.perf_counter()
            try:
                self.act()
            except Exception as error:
                self.told.wrong.append(f"{type(self).__name__}: {type(error).__name__} {error}")
            over.wait(max(0.0, self.every - (time.perf_counter() - began)))

    def act(self) -> None:
        raise NotImplementedError

    def note(self, what: str, began: float) -> None:
        self.told.seconds.setdefault(what, []).append(time.perf_counter() - began)


class Writer(Person):
    """Takes notes: a few letters more with each save, now and then a new line with a mark."""

    every = 1.0

    def __init__(self, seed: int, port: int, session: str, user: int) -> None:
        super().__init__(seed)
        self.tab = Tab(Browser(port, session, self.told), user)
        lines = (one.format(thing=self.random.choice(THINGS)) for _ in range(40) for one in SAID)
        self.text, self.typed = "\n".join(lines), AT_ONCE + self.random.randrange(60)

    def open(self) -> None:
        """Open the screen, and save what is there when the run begins."""
        self.tab.browser.get("/interviews/new/")
        self.told.wrong += filter(None, [self.tab.save(self.text[: self.typed])])

    def act(self) -> None:
        self.typed += EACH_SECOND
        began = time.perf_counter()
        wrong = self.tab.save(self.text[: self.typed])
        self.note("save", began)
        self.told.wrong += filter(None, [wrong])


class Reader(Person):
    """Goes from page to page."""

    def __init__(self, seed: int, port: int, session: str) -> None:
        super().__init__(seed)
        self.browser = Browser(port, session, self.told)

    def act(self) -> None:
        path = self.random.choice(PAGES)
        began = time.perf_counter()
        answer = self.browser.get(path)
        self.note("page", began)
        if answer.status != 200:
            self.told.wrong.append(f"{path} answered {answer.status}")


class Watcher(Person):
    """Notes one more pain of a study, and asks the explorer of the other worker until it counts that one too."""

    def __init__(self, seed: int, port: int, session: str, user: int, study: int) -> None:
        super().__init__(seed)
        self.tab = Tab(Browser(port, session, self.told), user)
        self.browser = Browser(port, session, self.told)
        self.study, self.lines = study, ["A look at the counts."]

    def open(self) -> None:
        self.tab.browser.get("/interviews/new/")
        told = {"parts": ["study", "who"], "study": self.study, "name": "Somebody who is watched"}
        self.told.wrong += filter(None, [self.tab.save(self.lines[0], **told)])

    def act(self) -> None:
        pains = len(self.lines)
        self.lines.append(f"! Number {pains} is counted late {uuid.uuid4().hex[:8]}")
        wrong = self.tab.save("\n".join([*self.lines, ""]))
        if wrong:
            self.told.wrong.append(wrong)
            return
        began, counted = time.perf_counter(), -1
        while counted < pains:
            if time.perf_counter() - began > PATIENCE:
                self.told.wrong.append(f"the other worker counts {counted} of {pains}")
                return
            counted = self.counted_elsewhere()
        self.note("counted by the other worker", began)

    def counted_elsewhere(self) -> int:
        """What the explorer counts; -1 where the worker that saved answers, and the next one is asked."""
        answer = self.browser.get(f"/pain-points/?study={self.study}")
        if answer.worker == self.tab.worker:
            self.browser.reconnect()
            return -1
        found = COUNTED.search(answer.text)
        return int(found[1]) if found else -1

"""Logging an interview: one save of the log screen, from what was typed to records. Everything in one transaction."""

from .edits import Edit
from .ending import finish, reopen
from .log import Entry, open_interview, save
from .pain_points import keep_apart, own_pain, same_pain
from .tools import use_tools
from .who import Who

__all__ = [
    "Edit",
    "Entry",
    "Who",
    "finish",
    "keep_apart",
    "open_interview",
    "own_pain",
    "reopen",
    "same_pain",
    "save",
    "use_tools",
]

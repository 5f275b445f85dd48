"""The demo organisation: invented people and what they said, so that a new installation can be tried.

The texts are files beside this module, one per interview and document. They are built through the same doors that
people use: notes are captured, pain points are found to be the same, transcripts are read.
"""

from .build import Filled, build

__all__ = ["Filled", "build"]

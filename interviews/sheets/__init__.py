"""The exports of what people said: columns as data, and how the rows of each are read."""

from ..exports import register
from .interviews import INTERVIEWS
from .pain_points import MENTIONS, PAIN_POINTS
from .quality import QUALITY
from .records import RECORDS

for sheet in (PAIN_POINTS, MENTIONS, INTERVIEWS, QUALITY, *RECORDS):
    register(sheet)

"""The order of names: capitals and accents make no difference, and both databases agree."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.models import Func, TextField

FIRST_ACCENT, LAST_ACCENT = "\u0300", "\u036f"


def folded(text: str) -> str:
    """`text` as it is compared: letters without their accents, the Latin ones small.

    No locale has a say, so that no list depends on how a server was set up.
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not FIRST_ACCENT <= letter <= LAST_ACCENT)
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


class Alphabetical(Func):
    """A name as it is compared, for `order_by`, `Meta.ordering` and pages of lists: `Alphabetical("name")`."""

    function = "alphabetical"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """The same as `folded`, in the collation that compares bytes, as SQLite does."""
        return self.as_sql(
            compiler,
            connection,
            template=(
                f"lower(regexp_replace(normalize(%(expressions)s, NFKD), '[{FIRST_ACCENT}-{LAST_ACCENT}]', '', 'g')"
                ' COLLATE "C")'
            ),
            **context,
        )


def teach(connection: Any, **context: Any) -> None:
    """Let SQLite call `folded`; PostgreSQL says it in SQL."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("alphabetical", 1, folded_or_none, deterministic=True)


def folded_or_none(text: str | None) -> str | None:
    return None if text is None else folded(text)

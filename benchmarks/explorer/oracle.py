"""The answers of the explorer in plain SQL, written down a second time from the rules, for the evidence of `Evidence`.

That evidence has nothing archived and no consent taken back before `writer` writes, so the rules that matter are few:
a restricted interview is not read, a pain point told only there is not known.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from .queries import Query

FACETS = ("persona", "company", "role", "study", "tool", "severity", "grounds", "code", "status")
OF_MENTION = ("persona", "company", "study", "tool", "since", "q")

# Rows: what is told where the reader may read it, once for every question.
TOLD = """
CREATE TEMP TABLE oracle_told AS
SELECT m.id, m.pain_point_id AS pain, m.title, p.id AS participant, p.person_id AS person,
       coalesce(p.persona_id, 0) AS persona, p.company_id AS company, lower(p.role) AS role, i.study_id AS study,
       i.id AS interview, i.held_at AS held, m.severity,
       CASE WHEN EXISTS (SELECT 1 FROM interviews_why w WHERE w.mention_id = m.id) THEN
                 (SELECT max(w.path_grounds) FROM interviews_why w WHERE w.mention_id = m.id)
            WHEN EXISTS (SELECT 1 FROM interviews_quotelink l WHERE l.mention_id = m.id) THEN 2 ELSE 1 END AS grounds
FROM interviews_mention m
JOIN interviews_participant p ON p.id = m.participant_id
JOIN interviews_interview i ON i.id = m.interview_id
WHERE m.archived_at IS NULL AND i.archived_at IS NULL AND NOT i.restricted
"""
LATEST = """
SELECT pain, severity, row_number() OVER (PARTITION BY pain ORDER BY severity) AS place,
       count(*) OVER (PARTITION BY pain) AS many
FROM (SELECT pain, severity, row_number() OVER (PARTITION BY pain, person ORDER BY held DESC, id DESC) AS newest
      FROM oracle_told WHERE severity IS NOT NULL) latest WHERE newest = 1
"""
PAINS = f"""
CREATE TEMP TABLE oracle_pain AS
SELECT pp.id AS pain, pp.title, (pp.archived_at IS NOT NULL) AS archived,
       coalesce(rated.severity, 0) AS severity, coalesce(firm.grounds, 0) AS grounds
FROM interviews_painpoint pp
LEFT JOIN (SELECT pain, severity FROM ({LATEST}) placed WHERE place = many / 2 + 1) rated ON rated.pain = pp.id
LEFT JOIN (SELECT pain, max(grounds) AS grounds FROM oracle_told GROUP BY pain) firm ON firm.pain = pp.id
WHERE NOT EXISTS (SELECT 1 FROM interviews_mention m WHERE m.pain_point_id = pp.id)
   OR EXISTS (SELECT 1 FROM interviews_mention m JOIN interviews_interview i ON i.id = m.interview_id
              WHERE m.pain_point_id = pp.id AND NOT i.restricted)
"""
CODES = """
CREATE TEMP TABLE oracle_code AS
SELECT painpoint_id AS pain, code_id AS code FROM interviews_painpoint_codes
UNION SELECT c.painpoint_id, k.parent_id FROM interviews_painpoint_codes c JOIN interviews_code k ON k.id = c.code_id
WHERE k.parent_id IS NOT NULL
"""
TABLES = {"oracle_told": TOLD, "oracle_pain": PAINS, "oracle_code": CODES}
INDEXES = ("oracle_told (pain)", "oracle_told (participant)", "oracle_pain (pain)", "oracle_code (pain)")
FITS = {
    "persona": "t.persona = {}",
    "company": "t.company = {}",
    "study": "t.study = {}",
    "tool": "EXISTS (SELECT 1 FROM interviews_tooluse u WHERE u.participant_id = t.participant AND u.tool_id = {})",
    "since": "t.held >= {}",
    "severity": "p.severity = {}",
    "grounds": "p.grounds = {}",
    "code": "EXISTS (SELECT 1 FROM oracle_code c WHERE c.pain = p.pain AND c.code = {})",
}
WORDS = """(lower(t.title) LIKE {0} OR lower(p.title) LIKE {0} OR EXISTS (
SELECT 1 FROM interviews_quotelink l JOIN interviews_quote q ON q.id = l.quote_id
WHERE l.mention_id = t.id AND lower(q.text) LIKE {0}))"""
LEVELS = {"intuition": 1, "stated": 2, "confirmed": 3}
VALUES = {
    "persona": "t.persona",
    "company": "t.company",
    "role": "t.role",
    "study": "t.study",
    "tool": "u.tool_id",
    "severity": "p.severity",
    "grounds": "p.grounds",
    "code": "c.code",
    "status": "CASE WHEN p.archived THEN 'archived' ELSE 'active' END",
}
JOINS = {
    "tool": "JOIN interviews_tooluse u ON u.participant_id = t.participant",
    "code": "JOIN oracle_code c ON c.pain = p.pain",
}


class Oracle:
    """What plain SQL says of the database as it is when this is made."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            for table, made in TABLES.items():
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
                cursor.execute(made)
            for number, index in enumerate(INDEXES):
                cursor.execute(f"CREATE INDEX oracle_{number} ON {index}")
            if connection.vendor == "postgresql":
                for table in TABLES:
                    cursor.execute(f"ANALYZE {table}")

    def ask(self, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def condition(self, query: Query, *spared: str) -> tuple[str, list[Any]]:
        """The condition on a mention `t` (none for a pain point nobody told) of its pain point `p`."""
        found, values = [] if "status" in spared else ["NOT p.archived"], []
        for key, value in query.pairs:
            if key in spared:
                continue
            if key == "q":
                found.append(WORDS.format("%s"))
                values += [f"%{value.lower()}%"] * 3
            else:
                found.append(FITS[key].format("%s"))
                values.append(LEVELS[value] if key == "grounds" else value if key == "since" else int(value))
        return " AND ".join(found) or "1 = 1", values

    def joined(self, query: Query, key: str = "") -> str:
        """Where rows come from; pain points nobody told are among them where no fact of a mention is asked for."""
        of_mention = [one for one in query.values if one in OF_MENTION and one not in (key, "q")]
        kind = "JOIN" if of_mention else "LEFT JOIN"
        return f"oracle_pain p {kind} oracle_told t ON t.pain = p.pain"

    def count(self, query: Query) -> int:
        condition, values = self.condition(query)
        rows = self.ask(f"SELECT count(DISTINCT p.pain) FROM {self.joined(query)} WHERE {condition}", values)
        return int(rows[0][0])

    def facet(self, query: Query, key: str) -> dict[str, int]:
        """Pain points by value, the facet's own choice left aside."""
        condition, values = self.condition(query, key)
        what = VALUES[key]
        statement = f"""SELECT {what}, count(DISTINCT p.pain) FROM {self.joined(query, key)} {JOINS.get(key, "")}
                        WHERE {condition} AND {what} IS NOT NULL GROUP BY {what}"""
        of_scale = key in ("severity", "grounds")  # there 0 stands for none, which cannot be chosen
        rows = self.ask(statement, values)
        return {str(value): many for value, many in rows if value != "" and not (of_scale and value == 0)}

    def page(self, query: Query, size: int) -> list[tuple[int, int, int, int]]:
        """The first rows: pain point, people, severity, grounds."""
        condition, values = self.condition(query)
        statement = f"""SELECT p.pain, count(DISTINCT t.person), min(p.severity), min(p.grounds)
                        FROM {self.joined(query)} WHERE {condition} GROUP BY p.pain
                        ORDER BY 2 DESC, max(t.held) DESC, p.pain DESC LIMIT {size}"""
        return [tuple(map(int, row)) for row in self.ask(statement, values)]  # type: ignore[misc]

    def people(self, query: Query) -> tuple[int, dict[str, int]]:
        """Distinct people of the heat map, all and by persona."""
        condition, values = self.condition(query, "persona", "code")
        rows = self.ask(
            f"SELECT '', count(DISTINCT t.person) FROM {self.joined(query)} WHERE {condition}", values
        ) + self.ask(
            f"""SELECT t.persona, count(DISTINCT t.person) FROM {self.joined(query)}
                WHERE {condition} AND t.person IS NOT NULL GROUP BY t.persona""",
            values,
        )
        return int(rows[0][1]), {str(persona): many for persona, many in rows[1:]}

    def totals(self) -> dict[str, int]:
        """How many active pain points there are, and from how many interviews and people they were told."""
        rows = self.ask(
            """SELECT count(DISTINCT p.pain), count(DISTINCT t.interview), count(DISTINCT t.person)
               FROM oracle_pain p LEFT JOIN oracle_told t ON t.pain = p.pain WHERE NOT p.archived""",
            [],
        )
        return dict(zip(("pain_points", "interviews", "people"), map(int, rows[0]), strict=True))

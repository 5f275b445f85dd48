"""The explorer on columns beside the explorer row by row: everything both say."""

from interviews.explorer import ByColumns, ByRows
from interviews.filters import PainPointFilter
from interviews.listed import leads
from tests.interviews.explored import query_dict


def said(explorer):
    """Everything an explorer says, to be compared."""
    rows = [(row.pk, row.people, row.companies, row.severity, row.grounds, row.archived) for row in explorer.rows()]
    counts = {tag: many for tag, many in explorer.counts.items() if many and tag[1] not in ("", "None", "0")}
    return {
        "rows": rows,
        "places": [explorer.place(row) for row in explorer.rows()],
        "told": [row.mentions for row in explorer.rows()],
        "from": [(row.from_companies, row.interviews, row.last_heard_at, row.unaddressed) for row in explorer.rows()],
        "codes": [row.codes for row in explorer.rows()],
        "counts": counts,
        "without": {key: explorer.without[key] for key in explorer.filters.in_use},
        "heat": explorer.heat,
        "totals": explorer.totals,
        "spellings": explorer.spellings,
    }


def same_answers(columns, users, queries):
    for user in users:
        for query in queries:
            filters = PainPointFilter(query_dict(query), user=user)
            if filters.is_valid():
                by_columns, by_rows = ByColumns(filters, columns), ByRows(filters)
                assert said(by_columns) == said(by_rows), (user.role, query)
                if user.can_edit:
                    first = dict(leads(filters, by_rows.rows()).values_list("lead_of", "pk"))
                    assert {row.pk: row.lead for row in by_columns.rows() if row.lead} == first, query

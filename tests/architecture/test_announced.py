"""Whatever is kept in memory for the explorer is announced when it changes: no table it was read from is left out."""

import re

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import navigation
from interviews.announced import Announced
from interviews.columns.live import read_columns
from interviews.explorer import explore
from interviews.filters import PainPointFilter
from interviews.listed import shown
from interviews.saved import PAIN_POINTS
from interviews.views.saved_here import tabs_of
from tests.interviews.explored import query_dict

TABLE = re.compile(r'(?:FROM|JOIN) "((?:interviews|discovery)_\w+)"')
ASKED_EACH_TIME = {"interviews_comment", "interviews_quote", "interviews_announcement"}


def announced_tables():
    found = set()
    for model in apps.get_models():
        for one in model._meta.constraints:
            if isinstance(one, Announced):
                found.add(one.table(model))
    return found


def test_every_table_that_is_kept_in_memory_is_announced(researcher, viewer, admin):
    with CaptureQueriesContext(connection) as asked:
        for user in (researcher, viewer, admin):
            columns = read_columns()
            filters = PainPointFilter(query_dict({}), user=user, columns=columns)
            assert filters.is_valid()
            columns.seen_by(user, filters.ways)
            explorer = explore(filters)
            assert explorer.withdrawn == 0
            shown(filters, explorer.page()[0])
            navigation.count(user)
            tabs_of(PAIN_POINTS, user)
    read = {table for one in asked.captured_queries for table in TABLE.findall(one["sql"])}
    assert {"interviews_mention", "discovery_evidence", "interviews_rootcause", "interviews_savedview"} <= read
    assert read - announced_tables() <= ASKED_EACH_TIME

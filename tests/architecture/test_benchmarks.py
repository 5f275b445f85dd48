"""`make bench` measures every page that the tables of rights open to somebody, without being told of a new one."""

import pytest

from benchmarks.pages import Pages
from discovery.demo import build
from tests.architecture.test_every_address import TABLE

# What answers only who wrote a comment, and what is the same for everybody.
LEFT_OUT = {"interviews:comment_edit", "interviews:log_shell"}
# A template has a history once somebody has reworded it.
LATER = {"discovery:document_template_history"}


@pytest.mark.django_db
def test_every_page_of_the_rights_table_is_measured(as_admin, admin):
    build(1)
    found = dict(Pages(as_admin).addresses())
    open_to_admins = {one.name for one in TABLE if one.rights.admin == 200 and not one.name.startswith("account_")}
    assert not open_to_admins - found.keys() - LEFT_OUT - LATER

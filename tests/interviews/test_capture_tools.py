"""Tools named in the notes, and picked in their field."""

from datetime import timedelta

from django.utils import timezone

from interviews.models import ToolUse
from tests.factories import interviews as make
from tests.interviews.noted import interview, save

__all__ = ["interview", "save"]


def test_a_tool_under_the_caret_waits(save):
    save("# Air", caret=1)
    assert not ToolUse.objects.exists()
    save("# Airflow\n", caret=2)
    assert ToolUse.objects.get().tool.name == "Airflow"


def test_tools_are_one_whatever_their_case(save):
    make.ToolFactory(name="dbt")
    save("# DBT, dbt\n# Dbt")
    assert [use.tool.name for use in ToolUse.objects.all()] == ["dbt"]


def test_a_mistyped_tool_leaves_nothing_behind(save):
    kept = make.ToolFactory(name="Kept by hand", created_at=timezone.now() - timedelta(days=1))
    save("# Airfow\n# Kept by hand")
    save("# Airflow\n")
    assert list(ToolUse.objects.live().values_list("tool__name", flat=True)) == ["Airflow"]
    assert ToolUse.objects.get(tool__name="Airfow").tool.is_archived
    kept.refresh_from_db()
    assert not kept.is_archived


def test_a_picked_tool_stays_when_a_line_named_it_for_a_while(save):
    save("", tools=["dbt"])
    save("# dbt\n")
    save("")
    assert ToolUse.objects.live().get().tool.name == "dbt"

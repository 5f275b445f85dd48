"""Tools named in the notes, and picked in their field."""

from datetime import timedelta

from django.utils import timezone

from interviews.models import Tool, ToolUse
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
    assert set(Tool.objects.values_list("name", flat=True)) == {"Airflow", "Kept by hand"}
    kept.refresh_from_db()
    assert not kept.is_archived


def test_a_mistyped_tool_that_becomes_a_known_one_is_put_away(save):
    known = make.ToolFactory(name="Airflow")
    save("# Airfow")
    save("# Airflow")
    assert ToolUse.objects.live().get().tool == known
    assert Tool.objects.get(name="Airfow").is_archived


def test_a_tool_that_others_use_or_wrote_down_keeps_its_name(save):
    save("# Airfow")
    airfow = Tool.objects.get()
    other = make.ParticipantFactory()
    ToolUse.objects.create(participant=other, interview=other.interview, tool=airfow)
    save("# Airflow")
    airfow.refresh_from_db()
    assert (airfow.name, airfow.is_archived) == ("Airfow", False)
    assert ToolUse.objects.live().get(line__isnull=False).tool.name == "Airflow"


def test_a_picked_tool_stays_when_a_line_named_it_for_a_while(save):
    save("", tools=["dbt"])
    save("# dbt\n")
    save("")
    assert ToolUse.objects.live().get().tool.name == "dbt"

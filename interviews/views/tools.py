"""Tools: the list, who uses one and what hurts them, and its record."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import researcher_required

from ..forms.tools import ToolForm
from ..lists import TOOLS
from ..models import Tool, ToolUse
from ..panels import panels_of
from ..portraits import personas_of, portrait, ways_around
from ..reach import heard_mentions, taking_part
from .edit import edit_record
from .listing import list_records
from .survivors import leads_to_survivor


@require_safe
def tool_list(request: HttpRequest) -> HttpResponse:
    """The data stacks of our customers, tool by tool."""
    return list_records(request, TOOLS, template="interviews/tool_list.html")


@require_safe
@leads_to_survivor(Tool)
def tool_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One tool: who uses it, and what hurts those people."""
    tool = get_object_or_404(Tool.objects.visible_to(request.user), pk=pk)
    uses = ToolUse.objects.live().filter(tool=tool)
    mine = taking_part(request.user).filter(pk__in=uses.values("participant"))
    told = heard_mentions(request.user).filter(participant__in=uses.values("participant"))
    return TemplateResponse(
        request,
        "interviews/tool_read.html",
        {
            "tool": tool,
            "portrait": portrait(request.user, Q(pk__in=uses.values("participant"))),
            "personas": personas_of(mine.heard()),
            "ways_around": ways_around(told, tool.name),
            "conversations": mine.select_related("interview", "person", "company", "persona").order_by(
                "-interview__held_at", "-interview_id", "position"
            ),
            "panels": panels_of("tool", tool.pk),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def tool_new(request: HttpRequest) -> HttpResponse:
    """Add a tool nobody named yet."""
    form = ToolForm(request.POST or None, user=request.user)
    return edit_record(request, form, template="interviews/tool_edit.html", done=Tool.get_absolute_url)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def tool_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a tool's name or description."""
    tool = get_object_or_404(Tool.objects.visible_to(request.user), pk=pk)
    form = ToolForm(request.POST or None, user=request.user, instance=tool)
    return edit_record(request, form, template="interviews/tool_edit.html", done=Tool.get_absolute_url)

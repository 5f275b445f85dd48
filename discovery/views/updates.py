"""Weekly updates: the list, one as it is read, the draft and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import reader, researcher_required
from accounts.alphabet import Alphabetical
from accounts.versions import Stale, version_in
from interviews.models import Act
from interviews.views.edit import edit_record
from interviews.views.listing import list_records

from ..forms.updates import NewUpdateForm, WeeklyUpdateForm
from ..lists import WEEKLY_UPDATES
from ..mailing import as_mail, send
from ..models import UpdateMail, UpdateSubscription, WeeklyUpdate
from ..update_reading import read
from ..updates import publish, take_back, take_in
from ..week import best_to_tell, left_out, weeks_to_tell

CHANGED = "Somebody changed the update meanwhile. Read it again, then go on."


def found(request: HttpRequest, pk: int) -> WeeklyUpdate:
    rows = WeeklyUpdate.objects.visible_to(request.user).select_related("created_by", "published_by")
    return get_object_or_404(rows, pk=pk)


def live(request: HttpRequest, pk: int) -> WeeklyUpdate:
    """One that is not in the archive."""
    return get_object_or_404(WeeklyUpdate.objects.live().visible_to(request.user), pk=pk)


def base_of(request: HttpRequest) -> str:
    """Where this installation is reached, for links in mails and feeds."""
    return request.build_absolute_uri("/").rstrip("/")


@require_safe
def weekly_update_list(request: HttpRequest) -> HttpResponse:
    """What was published and what is drafted, the latest week first; the week that wants telling is offered."""
    answer = list_records(request, WEEKLY_UPDATES, template="discovery/weekly_update_list.html")
    user = reader(request)
    if user.can_edit and not request.GET:
        taken = set(WeeklyUpdate.objects.live().values_list("monday", flat=True))
        answer.context_data["offered"] = best_to_tell(weeks_to_tell(taken))
    answer.context_data["by_mail"] = UpdateSubscription.objects.filter(user=user, by_mail=True).exists()
    return answer


@require_safe
def weekly_update_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One update, as it was published or as it stands."""
    update = found(request, pk)
    mails = list(update.mails.select_related("user")) if reader(request).can_edit and update.is_published else []
    context = {
        "update": update,
        "told": read(update),
        "mails": mails,
        "waiting": [one for one in mails if one.status == one.Status.WAITING],
        "being_sent": [one for one in mails if one.is_being_sent],
        "in_doubt": [one for one in mails if one.is_in_doubt],
    }
    return TemplateResponse(request, "discovery/weekly_update_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def weekly_update_new(request: HttpRequest) -> HttpResponse:
    """Choose a week and draw its draft; `?monday=` says which."""
    form = NewUpdateForm(request.POST or None, initial={"monday": request.GET.get("monday", "")})
    if form.is_valid() and (update := form.save_by(request.user)):
        messages.success(request, "Drawn from the records of the week. Leave out, reword, add; then publish.")
        return redirect(update.get_edit_url())
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "discovery/weekly_update_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def weekly_update_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft; what was published is taken back first."""
    update = found(request, pk)
    if update.is_published or update.is_archived:
        first = "Restore it first." if update.is_archived else "Take it back to change it."
        messages.error(request, f"This update stays as it is. {first}")
        return redirect(update)
    form = WeeklyUpdateForm(request.POST or None, instance=update)
    if "publish" in request.POST and form.attempt(request.user):
        return redirect(f"{reverse('discovery:weekly_update_publish', args=[pk])}?version={form.saved.version}")
    told = read(update, every=True)
    beside = {"told": told, "parts": form.parts(told), "left_out": left_out(told.week, request.user)}
    beside["subscribers"] = UpdateSubscription.objects.to_mail(update).count()
    template = "discovery/weekly_update_edit.html"
    return edit_record(request, form, template=template, done=lambda one: done(request, one), **beside)


def done(request: HttpRequest, update: WeeklyUpdate) -> str:
    """Where to go on: what was moved or added stays in sight."""
    if "read" in request.POST:
        return update.get_absolute_url()
    place = next((f"#line-{request.POST[way]}" for way in ("up", "down") if way in request.POST), "")
    return f"{update.get_edit_url()}{place or ('#add' if request.POST.get('new_text') else '')}"


@require_POST
@researcher_required
def weekly_update_autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what is typed while it is typed: the version to go on from, or what stands in the way. Saves that follow
    each other are one act of the journal, which can be undone."""
    update = get_object_or_404(WeeklyUpdate.objects.live().drafts().visible_to(request.user), pk=pk)
    form = WeeklyUpdateForm(request.POST, instance=update)
    with Act.sitting(request.user, update, Act.Kind.WRITTEN):
        saved = form.attempt(request.user)
    if saved:
        return JsonResponse({"version": form.saved.version, "at": f"{timezone.localtime():%H:%M}"})
    told = [{"label": field.label, "name": field.name, "stored": stored} for field, stored in form.conflicts]
    errors = [str(error) for errors in form.errors.values() for error in errors]
    version = form["version"].value()
    return JsonResponse({"conflicts": told, "version": version, "errors": errors}, status=form.status)


@require_POST
@researcher_required
def weekly_update_redraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what the week holds by now."""
    update = get_object_or_404(WeeklyUpdate.objects.live().drafts().visible_to(request.user), pk=pk)
    try:
        count = take_in(update, version_in(request.POST), request.user)
    except Stale:
        messages.error(request, CHANGED)
    else:
        messages.success(request, f"{count} new line{'s' * (count != 1)}" if count else "Nothing new; counted anew")
    return redirect(update.get_edit_url())


@require_http_methods(["GET", "HEAD", "POST"])
@researcher_required
def weekly_update_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who gets the draft; then publish it as it was read, and send the first mails."""
    update = get_object_or_404(WeeklyUpdate.objects.live().drafts().visible_to(request.user), pk=pk)
    if request.method != "POST":
        return ask_before(request, update)
    try:
        publish(update, version_in(request.POST), request.user, read(update).counted)
    except Stale:
        messages.error(request, CHANGED)
        return redirect(update)
    said = tell_sent(send(update, base_of(request)))
    messages.success(request, f"Published. {said}".strip())
    return redirect(update)


def ask_before(request: HttpRequest, update: WeeklyUpdate) -> HttpResponse:
    """The page that asks whether the version that was read is published."""
    if "version" in request.GET and version_in(request.GET) != update.version:
        messages.error(request, CHANGED)
        return redirect(update)
    to = UpdateSubscription.objects.to_mail(update).select_related("user").order_by(Alphabetical("user__full_name"))
    had = update.mails.filter(status=UpdateMail.Status.SENT).count()
    context = {"update": update, "told": read(update), "to": list(to), "had": had}
    return TemplateResponse(request, "discovery/weekly_update_publish.html", context)


def tell_sent(count: int) -> str:
    return f"{count} mail{'s were' if count != 1 else ' was'} sent." if count else ""


@require_POST
@researcher_required
def weekly_update_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a published update a draft again."""
    update = get_object_or_404(WeeklyUpdate.objects.live().published().visible_to(request.user), pk=pk)
    try:
        take_back(update, version_in(request.POST), request.user)
    except Stale:
        messages.error(request, CHANGED)
        return redirect(update)
    messages.success(request, "Taken back. Only those who write see it until it is published again.")
    return redirect(update.get_edit_url())


@require_POST
@researcher_required
def weekly_update_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mails that wait, and with `again` those that did not leave."""
    update = live(request, pk)
    count = send(update, base_of(request), again="again" in request.POST)
    messages.success(request, tell_sent(count) or "No mail was sent.")
    return redirect(f"{update.get_absolute_url()}#mails")


@require_safe
@researcher_required
def weekly_update_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as subscribers get it who may see what the reader may; `?as=text` as text."""
    _, text, html = as_mail(found(request, pk), base_of(request))
    as_text = request.GET.get("as") == "text"
    return HttpResponse(text if as_text else html, content_type=f"text/{'plain' if as_text else 'html'}; charset=utf-8")

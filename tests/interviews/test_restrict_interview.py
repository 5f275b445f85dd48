"""Who may read an interview: everybody, or those who are named, whoever led it, and admins."""

import pytest

from accounts.models import User
from interviews.models import Interview
from tests.filled import fill
from tests.interviews.talk import talk


@pytest.fixture
def interview(researcher):
    return talk(researcher)


def address(interview):
    return f"/interviews/{interview.pk}/readers/"


def test_only_those_who_are_named_read_it(as_researcher, as_viewer, as_stranger, viewer, interview):
    assert fill(as_researcher, address(interview), {"restricted": "on", "readers": [viewer.pk]}).status_code == 302
    statuses = [
        client.get(f"/interviews/{interview.pk}/").status_code for client in (as_viewer, as_stranger, as_researcher)
    ]
    assert statuses == [200, 404, 200]
    fill(as_researcher, address(interview), {})
    assert as_stranger.get(f"/interviews/{interview.pk}/").status_code == 200


def test_it_does_not_get_into_the_way_of_whoever_is_logging(as_researcher, interview):
    before = Interview.objects.get().version
    fill(as_researcher, address(interview), {"restricted": "on"})
    after = Interview.objects.get()
    assert (after.restricted, after.version, after.notes) == (True, before, interview.notes)


@pytest.mark.parametrize("readers", ["x", "999999", "9" * 30])
def test_an_unknown_reader_is_refused_at_the_field(as_researcher, interview, readers):
    answer = as_researcher.post(address(interview), {"restricted": "on", "readers": [readers]})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["readers"]
    assert not Interview.objects.get().restricted


def test_strangers_and_viewers_may_not_say_it(as_stranger, as_viewer, interview):
    assert as_viewer.get(address(interview)).status_code == 403
    Interview.objects.update(restricted=True)
    assert as_stranger.post(address(interview), {}).status_code == 404
    assert Interview.objects.get().restricted
    assert User.objects.count()


def test_an_interview_is_archived_with_undo_and_counts_nowhere_meanwhile(as_researcher, interview):
    answer = as_researcher.post(f"/interviews/{interview.pk}/archive/", follow=True)
    assert "Archived INT-" in answer.text
    assert f'action="/interviews/{interview.pk}/restore/"' in answer.text
    assert "Slack is on fire" not in as_researcher.get(interview.participants.get().person.get_absolute_url()).text
    as_researcher.post(f"/interviews/{interview.pk}/restore/")
    assert "Slack is on fire" in as_researcher.get(interview.participants.get().person.get_absolute_url()).text


def test_two_who_name_readers_at_once_see_each_others_choice(as_researcher, as_admin, interview, viewer, stranger):
    late = as_admin.get(address(interview)).context["form"]["version"].value()
    fill(as_researcher, address(interview), {"restricted": "on", "readers": [viewer.pk]})
    answer = as_admin.post(address(interview), {"readers": [stranger.pk], "version": late})
    assert answer.status_code == 409
    stored = {field.name: told for field, told in answer.context["form"].conflicts}
    assert stored == {"restricted": "Yes", "readers": str(viewer)}
    assert list(Interview.objects.get().readers.all()) == [viewer]

"""Addresses for signing in and for people who use Groundwork."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from accounts.views import entrance, profile, refusing, users

people = [
    path("demo/", entrance.demo, name="demo"),
    path("profile/", profile.profile, name="profile"),
    path("users/", users.user_list, name="user_list"),
    path("users/new/", users.user_new, name="user_new"),
    path("users/<int:pk>/", users.user_edit, name="user_edit"),
]

# allauth's views under the names that allauth itself looks up, with our templates.
sign_in = [
    path("login/", entrance.SignInView.as_view(), name="account_login"),
    path("logout/", allauth.LogoutView.as_view(template_name="accounts/logout.html"), name="account_logout"),
    path(
        "inactive/",
        allauth.AccountInactiveView.as_view(template_name="accounts/inactive.html"),
        name="account_inactive",
    ),
    path("password/change/", refusing.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/set/", refusing.PasswordSetView.as_view(), name="account_set_password"),
    path("password/reset/", refusing.PasswordResetView.as_view(), name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth.PasswordResetDoneView.as_view(template_name="accounts/password_reset_done.html"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        refusing.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.PasswordResetFromKeyDoneView.as_view(template_name="accounts/password_reset_from_key_done.html"),
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("setup/", entrance.setup, name="setup"),
    path("accounts/", include((people, "accounts"))),
    path("accounts/", include(sign_in)),
]

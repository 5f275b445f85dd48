"""Who may open the pages about people who use Groundwork."""

from tests.addresses import ADMINS, EVERYBODY, SIGNED_IN, Address, Rights
from tests.factories.accounts import UserFactory

GONE = Rights(404, 404, 404, 404, 404)
# allauth sends somebody who is signed in on to home.
BEFORE_SIGN_IN = Rights(200, 302, 302, 302, 302)

ADDRESSES = [
    Address("healthz", EVERYBODY),
    Address("setup", GONE),
    Address("accounts:demo", Rights(405, 405, 405, 405, 405)),
    Address("accounts:profile", SIGNED_IN),
    Address("accounts:user_list", ADMINS),
    Address("accounts:user_new", ADMINS),
    Address("accounts:user_edit", ADMINS, lambda: {"pk": UserFactory().pk}),
    Address("account_login", BEFORE_SIGN_IN),
    Address("account_logout", SIGNED_IN),
    Address("account_inactive", EVERYBODY),
    Address("account_change_password", SIGNED_IN),
    Address("account_set_password", Rights(302, 302, 302, 302, 302)),
    Address("account_reset_password", EVERYBODY),
    Address("account_reset_password_done", EVERYBODY),
    Address("account_reset_password_from_key", EVERYBODY, lambda: {"uidb36": "1", "key": "used-up"}),
    Address("account_reset_password_from_key_done", EVERYBODY),
]

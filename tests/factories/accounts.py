"""Invented colleagues."""

import factory

from accounts.models import Role, User


class UserFactory(factory.django.DjangoModelFactory):
    """A viewer unless told otherwise; the password is `correct horse battery`."""

    class Meta:
        model = User

    email = factory.Sequence("colleague{}@example.org".format)
    full_name = factory.Sequence("Colleague {}".format)
    role = Role.VIEWER

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", PASSWORD)
        return User.objects.create_user(*args, password=password, **kwargs)


PASSWORD = "correct horse battery"

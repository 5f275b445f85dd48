"""Three people to try Groundwork as; they exist only where DEMO=1 or the demo data was loaded."""

from accounts.models import Role, User

CAST = {
    Role.VIEWER: ("mateus.viewer@demo.example", "Mateus Prado"),
    Role.RESEARCHER: ("ines.researcher@demo.example", "Inês Duarte"),
    Role.ADMIN: ("agnes.admin@demo.example", "Agnes Holm"),
}


def demo_user(role: Role) -> User:
    """Return the demo user of that role, made on first use; nobody can sign in as them by password."""
    email, name = CAST[role]
    user = User.objects.filter(email=email).first()
    return user or User.objects.create_user(email, full_name=name, role=role)

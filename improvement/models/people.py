from calendar import day_name

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from inspections.models import Authority


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in, by e-mail address. Their roles are memberships."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField("may open the admin", default=False)
    is_active = models.BooleanField(
        "may sign in", default=True, help_text="Take this away when someone leaves."
    )
    digest_day = models.PositiveSmallIntegerField(
        "day of the weekly mail",
        choices=[(day, name) for day, name in enumerate(day_name)],
        default=0,
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_an_address",
                violation_error_message="There is an account with this address already.",
            )
        ]

    def __str__(self):
        return self.name or self.email


class Membership(models.Model):
    """A role that someone has in an authority; a person may have several."""

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer (board member)"
        OFFICER = "officer", "Officer"
        APPROVER = "approver", "Approver"
        ADMIN = "admin", "Admin"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    history = HistoricalRecords()  # who gave and who took away

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority", "role"], name="role_is_given_once"
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} at {self.authority}"

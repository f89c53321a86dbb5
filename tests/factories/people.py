"""Authorities, people and posts."""

import factory

from improvement.models import Membership, Owner, User
from inspections.models import Authority
from tests.factories.rows import RowFactory, noon_of

PASSWORD = "correct horse battery staple"


class AuthorityFactory(RowFactory):
    class Meta:
        model = Authority

    name = factory.Sequence("Council {}".format)
    slug = factory.Sequence("council-{}".format)


class OfAuthorityFactory(RowFactory):
    """Something of an authority; `beside` finds others of the same one."""

    class Meta:
        abstract = True

    authority = factory.SubFactory(AuthorityFactory)


def beside(made, authority="authority"):
    """Another row, of the authority that this one has or is about."""
    return factory.SubFactory(made, authority=factory.SelfAttribute(f"..{authority}"))


class UserFactory(RowFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@council.example".format)
    password = factory.django.Password(PASSWORD)


class MembershipFactory(OfAuthorityFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Membership.Role.VIEWER


class OwnerFactory(OfAuthorityFactory):
    class Meta:
        model = Owner
        django_get_or_create = ("authority", "key")

    key = factory.Sequence("post-{}".format)
    post = factory.LazyAttribute(lambda owner: f"Head of {owner.key}")
    known_at = noon_of(otherwise="2018-11-30")

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


class UserFactory(RowFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@council.example".format)
    password = factory.django.Password(PASSWORD)


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    authority = factory.SubFactory(AuthorityFactory)
    role = Membership.Role.VIEWER


class OwnerFactory(RowFactory):
    class Meta:
        model = Owner
        django_get_or_create = ("authority", "key")

    authority = factory.SubFactory(AuthorityFactory)
    key = factory.Sequence("post-{}".format)
    post = factory.LazyAttribute(lambda owner: f"Head of {owner.key}")
    known_at = noon_of(otherwise="2018-11-30")

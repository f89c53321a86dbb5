from django import forms

from improvement.forms import Guarded, NameField
from improvement.keeping.forms.choices import free_key, one_of
from improvement.models import Membership
from improvement.two_at_once import Amending
from inspections.models import Authority


class AuthorityForm(Guarded, forms.ModelForm):
    slug = forms.SlugField(
        label="Name in addresses",
        max_length=60,
        required=False,
        help_text="Small letters, figures and hyphens. Left empty, it is made from the name.",
    )

    class Meta:
        model = Authority
        fields = ["name", "slug"]
        field_classes = {"name": NameField}

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Authority.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is an authority of this name already.")
        return name

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.errors:
            return cleaned
        taken = {slug.lower() for slug in Authority.objects.values_list("slug", flat=True)}
        slug = cleaned.get("slug", "").lower() or free_key(cleaned.get("name", ""), taken, 60)
        if slug in taken:
            self.add_error("slug", "This one is taken. Choose another.")
        elif not slug and cleaned.get("name"):
            self.add_error("slug", "None can be made from this name. Write one.")
        else:
            cleaned["slug"] = slug
        return cleaned


class InvitationForm(Guarded, forms.Form):
    email = forms.EmailField(label="E-mail address", max_length=254)
    name = NameField(
        label="Name",
        max_length=150,
        required=False,
        help_text="Used for a new account only.",
    )

    def __init__(self, *args, authorities, **kwargs):
        super().__init__(*args, **kwargs)
        if len(authorities) == 1:
            kwargs = {"initial": authorities[0].pk}
        self.fields["authority"] = one_of(authorities, label="Authority", **kwargs)
        self.fields["roles"] = roles_field("Roles")


class RolesForm(Amending, forms.Form):
    """A person's roles in the authorities handed in, and whether they have left."""

    def __init__(self, *args, held, may_leave, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.authorities = {f"roles-{authority.pk}": authority for authority in held}
        for name, authority in self.authorities.items():
            self.fields[name] = roles_field(
                f"Roles at {authority}", required=False, initial=held[authority]
            )
        if may_leave:
            self.fields["has_left"] = forms.BooleanField(
                label="Has left: can no longer sign in",
                required=False,
                initial=not person.is_active,
            )

    def who_changed(self, name):
        if name not in self.authorities:
            return None, None
        given_or_taken = Membership.history.filter(
            user_id=self.person.pk, authority_id=self.authorities[name].pk
        )
        last = given_or_taken.select_related("history_user").first()
        return (last.history_user, last.history_date) if last else (None, None)

    def roles(self):
        return {
            authority: set(self.cleaned_data[name])
            for name, authority in self.authorities.items()
        }


def roles_field(label, **kwargs):
    return forms.MultipleChoiceField(
        label=label,
        choices=Membership.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list only."},
        **kwargs,
    )

from django import forms

from improvement.forms import DayField
from improvement.keeping.forms.choices import one_of
from improvement.models import Owner


class OwnerForm(forms.ModelForm):
    class Meta:
        model = Owner
        fields = ["post", "body"]

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.others = [owner for owner in others if owner.pk != self.instance.pk]

    def clean(self):
        cleaned = super().clean()
        named = (cleaned.get("post", "").lower(), cleaned.get("body", "").lower())
        if named in {(owner.post.lower(), owner.body.lower()) for owner in self.others}:
            self.add_error("post", "There is this post already.")
        return cleaned


class TakeUpForm(forms.Form):
    name = forms.CharField(
        label="Name, only for someone without an account", max_length=150, required=False
    )
    on = DayField(label="Holds it from", help_text="May be a day to come.")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"] = one_of(
            people, empty="Someone without an account", label="Who", required=False
        )
        self.order_fields(["user", "name", "on"])

    def clean(self):
        cleaned = super().clean()
        if not {"user", "name"} & set(self.errors):
            if cleaned["user"] and cleaned["name"]:
                self.add_error("name", "Choose an account or write a name, not both.")
            elif not cleaned["user"] and not cleaned["name"]:
                self.add_error("user", "Choose an account, or write a name.")
        return cleaned


class LeaveForm(forms.Form):
    on = DayField(label="No longer holds it from", help_text="May be a day to come.")

    def __init__(self, *args, holds_from, **kwargs):
        super().__init__(*args, **kwargs)
        self.holds_from = holds_from

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.holds_from:
            raise forms.ValidationError(f"They take it up on {self.holds_from:%-d %B %Y}.")
        return on

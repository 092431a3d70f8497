"""Addresses live for ever: a changed slug leaves an alias that redirects."""

from django import forms

from directory.models import free_slug


class AddressForm(forms.ModelForm):
    """Form of a row with a `slug` and `aliases`, its former slugs.

    A new row is given a free address, of what was typed or of its name: that another
    has it already, be it a hidden draft, is told to no one.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Laissé vide, il suit le nom."

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if not self.instance.pk:
            wished = slug or self.cleaned_data.get("name", "")
            return free_slug(self._meta.model, wished)
        aliases = self._meta.model._meta.get_field("aliases")
        others = aliases.related_model.objects.filter(slug=slug)
        others = others.exclude(**{aliases.field.name: self.instance})
        if others.exists():
            raise forms.ValidationError(
                "Cette adresse fut celle d'une autre fiche et y redirige.",
                code="slug_is_alias",
            )
        return slug


class LastingAddress:
    """Admin page of rows with a `slug` and `aliases`; the slug follows the name."""

    form = AddressForm

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        before = self.model.objects.filter(pk=obj.pk).values_list("slug", flat=True)
        former = before.first()
        super().save_model(request, obj, form, change)
        if former and former != obj.slug:
            obj.aliases.filter(slug=obj.slug).delete()
            obj.aliases.create(slug=former)

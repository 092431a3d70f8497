"""Addresses live for ever: a changed slug leaves an alias that redirects."""

from django import forms


class AddressForm(forms.ModelForm):
    """Form of a row with a `slug` and `aliases`, its former slugs."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        aliases = self._meta.model._meta.get_field("aliases")
        others = aliases.related_model.objects.filter(slug=slug)
        if self.instance.pk:
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

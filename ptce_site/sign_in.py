"""Signing in to the admin: name and password, then a code where one is asked."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from directory.models import Invitation, code_device

from .two_factor import WAITING, CodeForm, wait_for_code, who_waits


class SignInForm(AdminAuthenticationForm):
    """Refuse a name that no account can have, before it is noted as an attempt."""

    def clean_username(self):
        username = self.cleaned_data["username"]
        if len(username) > self.fields["username"].max_length:
            raise ValidationError(
                "Un nom de compte a au plus %(limit)s caractères.",
                code="max_length",
                params={"limit": self.fields["username"].max_length},
            )
        return username

    def confirm_login_allowed(self, user):
        """Staff, and whoever an invitation waits for, though her last right ended."""
        invited = user.is_active and user.email and not user.is_staff
        if not (invited and Invitation.objects.pending().sent_to(user.email).exists()):
            super().confirm_login_allowed(user)


class SignInView(LoginView):
    """First step; an account that asks for a code is not signed in by it."""

    authentication_form = SignInForm
    template_name = "admin/login.html"
    next_page = "admin:index"

    def get_context_data(self, **kwargs):
        frame = admin.site.each_context(self.request)
        return super().get_context_data(**{**frame, "title": "Connexion", **kwargs})

    def form_valid(self, form):
        user = form.get_user()
        if code_device(user) is None:
            return super().form_valid(form)
        wait_for_code(self.request, user)
        there = urlencode({self.redirect_field_name: self.get_success_url()})
        return redirect(f"{reverse('sign_in_code')}?{there}")


class GiveCodeView(SignInView):
    """Second step."""

    authentication_form = CodeForm
    template_name = "admin/login_code.html"

    def form_valid(self, form):
        self.request.session.pop(WAITING, None)
        return LoginView.form_valid(self, form)


def sign_in(request):
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect("admin:index")
    return SignInView.as_view()(request)


def give_code(request):
    if who_waits(request) is None:
        return redirect("admin:login")
    return GiveCodeView.as_view()(request)

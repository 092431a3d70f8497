"""A forgotten password: a link by e-mail, good once and for two hours."""

from axes.utils import reset
from django.contrib import admin
from django.contrib.auth import views
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from directory.emails import site_origin
from directory.throttle import allowed

from .requests import visitor_address

HOUR = 3600
MOST_DEMANDS = 10
MOST_EMAILS = 3


class Framed:
    """A page in the frame of the admin."""

    def get_context_data(self, **kwargs):
        frame = admin.site.each_context(self.request)
        return super().get_context_data(**{**frame, **kwargs})


class ForgottenView(Framed, views.PasswordResetView):
    """Answers the same whether an account has the address or not."""

    title = "Mot de passe oublié"
    template_name = "admin/password/forgotten.html"
    email_template_name = "emails/password.txt"
    subject_template_name = "emails/password_subject.txt"

    def form_valid(self, form):
        who = visitor_address(self.request)
        if not allowed("forgotten", who, times=MOST_DEMANDS, seconds=HOUR):
            form.add_error(
                None, "Trop de demandes depuis votre réseau : réessayez dans une heure."
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        email = form.cleaned_data["email"].lower()
        self.extra_email_context = {"origin": site_origin(self.request)}
        if not allowed("forgotten", email, times=MOST_EMAILS, seconds=HOUR):
            return redirect(self.get_success_url())
        return super().form_valid(form)


class SentView(Framed, views.PasswordResetDoneView):
    title = "Courriel envoyé"
    template_name = "admin/password/sent.html"


@method_decorator(never_cache, name="dispatch")
class ChooseView(Framed, views.PasswordResetConfirmView):
    """Whoever reads the e-mails of an account is no longer suspended."""

    title = "Nouveau mot de passe"
    template_name = "admin/password/choose.html"

    def form_valid(self, form):
        response = super().form_valid(form)
        reset(username=self.user.get_username())
        return response


class ChosenView(Framed, views.PasswordResetCompleteView):
    title = "Mot de passe enregistré"
    template_name = "admin/password/chosen.html"


urlpatterns = [
    path("", ForgottenView.as_view(), name="admin_password_reset"),
    path("envoye/", SentView.as_view(), name="password_reset_done"),
    path("enregistre/", ChosenView.as_view(), name="password_reset_complete"),
    path("<uidb64>/<token>/", ChooseView.as_view(), name="password_reset_confirm"),
]

"""/admin/: catalogues, for administrators with their second factor. There are no passwords."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.shortcuts import redirect

from .roles import Role


class CataloguesConfig(AdminConfig):
    default_site = "padron.admin_site.CataloguesSite"


class CataloguesSite(AdminSite):
    site_header = "Catálogos"
    site_title = "Catálogos"
    index_title = "Catálogos"
    enable_nav_sidebar = False

    def has_permission(self, request) -> bool:
        """Administrators whose session has its second factor (padron.access tells the user)."""
        return request.user.is_active and Role.ADMINISTRATOR in getattr(request.user, "roles", ())

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only our catalogues: what libraries bring (keys, secrets, sessions) has no page here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if not model.__module__.startswith("allauth.")]
        super().register(ours, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def inner(request, *args, **kwargs):
            if not self.has_permission(request):
                return self.login(request)
            return guarded(request, *args, **kwargs)

        return inner

    def login(self, request, extra_context=None):
        """Our own door. Who entered already and may not come in learns nothing."""
        # Imported late: this module is read while the apps are still being loaded.
        from django.contrib.auth.views import redirect_to_login

        from .access import ask_second_factor

        if self.has_permission(request):
            return redirect("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or request.get_full_path())
        if Role.ADMINISTRATOR in request.user.held_roles:
            return ask_second_factor(request)
        raise Http404

    def password_change(self, request, extra_context=None):
        raise Http404

    password_change_done = password_change

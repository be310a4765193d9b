"""/panel/estilo/: every component of the site's look, for those who build pages."""

from django.shortcuts import render

from padron.access import requires
from padron.roles import Role


@requires(Role.STAFF)
def gallery(request):
    return render(request, "panel/style.html")

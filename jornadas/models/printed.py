"""Lists that were printed, so that a signed page that comes back says whose rows it holds."""

from django.db import models
from django.utils import timezone

from ..codes import make_code
from .events import Event, Session


class PrintedList(models.Model):
    """A list as it was set on paper. Its code and the number of a page are printed on that page."""

    code = models.CharField(max_length=13, unique=True, default=make_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="printed_lists")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, related_name="printed_lists"
    )
    # By page, by row: the key of the registration (null for a blank row) and where its box stands,
    # as `list_sheet` lays them out.
    pages = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = "lista impresa"
        verbose_name_plural = "listas impresas"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.event}, {timezone.localtime(self.made_at):%d/%m/%Y %H:%M}"

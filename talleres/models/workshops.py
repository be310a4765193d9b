"""What a workshop says beyond an event: its purpose, what to bring, its materials and exercises."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jornadas.models import Event, Registration, Session


class Workshop(models.Model):
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="workshop")
    objective = models.TextField("qué vas a lograr", blank=True)
    what_to_bring = models.TextField("qué llevar", blank=True)
    # Whether fichas may be begun and changed; facilitators close them when the workshop is over.
    fichas_open = models.BooleanField("fichas abiertas", default=True)

    class Meta:
        verbose_name = "taller"
        verbose_name_plural = "talleres"

    def __str__(self):
        return self.event.title

    def seats(self):
        """Those who take part in it; who waits in line does not yet."""
        return Registration.objects.confirmed().filter(event=self.event_id)

    def why_fichas_closed(self, now=None) -> str:
        """Why no ficha can be begun or changed, as a sentence; empty where they can."""
        if self.event.status != Event.Status.PUBLISHED:
            return "El taller se canceló o no está publicado: sus fichas no se pueden cambiar."
        if not self.event.has_begun(now):
            return "Las fichas se abren cuando empieza la primera sesión del taller."
        if not self.fichas_open:
            return "Quienes facilitan el taller cerraron sus fichas; ya no se pueden cambiar."
        return ""


class Material(models.Model):
    """Something to read before or after: a file of ours or an address."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("título", max_length=160)
    url = models.URLField("dirección", blank=True)
    file = models.FileField("archivo", upload_to="talleres/%Y/", blank=True, max_length=200)
    # As it was called when it came, and what its content is.
    file_name = models.CharField(max_length=160, blank=True, editable=False)
    mime = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "material"
        verbose_name_plural = "materiales"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")),
                name="material_is_a_file_or_an_address",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def kind(self) -> str:
        """What its file is, in the three or four letters people know it by."""
        return self.file_name.rpartition(".")[2].upper()


class Exercise(models.Model):
    """Something to do in the workshop, in its order; of one session where it belongs to one."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="exercises")
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="exercises"
    )
    number = models.PositiveSmallIntegerField("número")
    title = models.CharField("título", max_length=160)
    instructions = models.TextField("qué hay que hacer")
    minutes = models.PositiveSmallIntegerField("minutos", null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "ejercicio"
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_exercise_per_number")
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

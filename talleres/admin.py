"""The catalogue of workshops in /admin/. Workshops and fichas have pages of their own."""

from django.contrib import admin

from .models import PopulationGroup


@admin.register(PopulationGroup)
class PopulationGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "order", "is_active"]
    list_editable = ["order", "is_active"]
    prepopulated_fields = {"slug": ["name"]}

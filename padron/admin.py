"""Catalogues in /admin/. People, roles and programmes have pages of their own in the panel."""

from django.contrib import admin

from .models import Body, BodyAlias, Municipality, Sector


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ["name", "inegi_key", "population", "census_year"]
    search_fields = ["name", "inegi_key"]


@admin.register(Sector)
class SectorAdmin(admin.ModelAdmin):
    list_display = ["name", "scope", "order"]
    list_editable = ["order"]
    prepopulated_fields = {"slug": ["name"]}


class AliasInline(admin.TabularInline):
    model = BodyAlias
    extra = 0


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ["name", "acronym", "sector", "municipality", "is_active"]
    list_filter = ["sector", "is_active"]
    list_select_related = ["sector", "municipality"]
    search_fields = ["name", "acronym", "key"]
    autocomplete_fields = ["municipality"]
    inlines = [AliasInline]

"""People in files."""

from django.urls import path

from alongside.console.moving import exporting, importing

urlpatterns = [
    path("imports/", importing.imports, name="imports"),
    path("imports/<uuid:number>/", importing.one, name="import"),
    path("imports/<uuid:number>/wrong-rows/", importing.wrong_rows, name="import_wrong_rows"),
    path("imports/<uuid:number>/alike-rows/", importing.alike_rows, name="import_alike_rows"),
    path("imports/<uuid:number>/removal/", importing.discard, name="import_removal"),
    path("export/", exporting.export, name="export"),
]

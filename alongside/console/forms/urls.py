"""Forms, as those see them who make them."""

from django.urls import path

from alongside.console.forms import editing, listing, outline, publishing, settings

DESIGN = "<slug:slug>/"
PART = f"{DESIGN}parts/<slug:id>/"

urlpatterns = [
    path("", listing.forms, name="forms"),
    path("new/", listing.new, name="form_new"),
    path("import/", listing.import_new, name="form_import"),
    path(DESIGN, outline.outline, name="form"),
    path(f"{DESIGN}working-copy/", outline.begin, name="form_design"),
    path(f"{DESIGN}working-copy/removal/", outline.discard, name="form_design_removal"),
    path(f"{DESIGN}steps/back/", outline.back, name="form_back"),
    path(f"{DESIGN}steps/forward/", outline.forward, name="form_forward"),
    path(f"{DESIGN}settings/", settings.change, name="form_settings"),
    path(f"{DESIGN}ending/", editing.ending, name="form_ending"),
    path(f"{DESIGN}pages/", editing.add_page, name="form_pages"),
    path(PART, editing.part, name="form_part"),
    path(f"{PART}items/<slug:kind>/", editing.add_item, name="form_items"),
    path(f"{PART}place/", outline.place, name="form_place"),
    path(f"{PART}copy/", outline.copy, name="form_copy"),
    path(f"{PART}removal/", outline.remove, name="form_removal"),
    path(f"{DESIGN}publication/", publishing.publish, name="form_publication"),
    path(f"{DESIGN}versions/", publishing.versions, name="form_versions"),
    path(f"{DESIGN}versions/comparison/", publishing.comparison, name="form_comparison"),
    path(f"{DESIGN}versions/<int:number>/restoration/", publishing.restore, name="form_restoration"),
    path(f"{DESIGN}definition/", publishing.definition, name="form_definition"),
    path(f"{DESIGN}definition/file/", publishing.export, name="form_export"),
    path(f"{DESIGN}retirement/", publishing.retire, name="form_retirement"),
    path(f"{DESIGN}return/", publishing.bring_back, name="form_return"),
]

"""A form is made, tried, published and changed in a real browser, without code and without scripts."""

from __future__ import annotations

import pytest

from alongside.forms.models import FormVersion
from alongside.people.models import Person, Tenant
from tests.browser.conftest import Walker
from tests.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.looks]


@pytest.fixture
def dora(house: Tenant) -> Person:
    """Who designs forms."""
    return make_person("Dora", "Designer", rights=["console.enter", "forms.design", "forms.publish"])


def test_a_form_is_made_and_changed(walker: Walker, dora: Person, javascript: bool) -> None:
    walk = walker(dora, javascript=javascript)
    page = walk.page
    walk.go("/console/manage/")
    walk.follow("Forms", within=page.locator("main"))
    walk.follow("Make a form")
    walk.press("Begin")
    assert "Give the form a title." in walk.text()
    page.get_by_label("Title").fill("Skip for rubble")
    walk.press("Begin")

    walk.follow("One of a list")
    page.get_by_label("Question", exact=True).first.fill("How large?")
    page.get_by_label("Choices").fill("Small\nLarge")
    walk.press("Save")
    assert "Saved." in walk.text()
    page.get_by_text("Add to First page").click()
    walk.follow("Long text")
    page.get_by_label("Question", exact=True).first.fill("What is in it?")
    page.locator("[name=test-0-question]").select_option("how_large")
    walk.press("Show what can be compared")
    page.locator("[name=test-0-test]").select_option("equals")
    page.locator("[name=test-0-value]").select_option("large")
    walk.press("Add a condition")
    page.locator("[name=test-1-question]").select_option("how_large")
    walk.press("Add a condition")
    page.locator("[name=test-0-group]").select_option("1")
    page.locator("[name=test-1-test]").select_option("one_of")
    page.locator("[name=test-1-value]").select_option("large")
    page.locator("[name=test-1-group]").select_option("1")
    walk.press("Save")
    assert "Shown only if “How large?” is Large, or “How large?” is one of Large" in walk.text()

    walk.press("Up What is in it?")
    walk.press("Undo")
    page.get_by_label("Title of a new page").fill("About you")
    walk.press("Add a page")
    assert "Items is empty." in walk.text()
    walk.press("Remove About you")
    assert "Undo brings it back." in walk.text()
    walk.follow("How it ends")
    page.get_by_label("What happens next").fill("We ring you.")
    walk.press("Save")
    walk.follow("Settings", within=page.locator("main"))
    page.get_by_label("Summary").fill("Eight cubic metres, for a week.")
    walk.press("Save")
    walk.follow("Preview")
    page.get_by_label("Small").check()
    walk.press("Continue")
    assert "We ring you." in walk.text()
    walk.follow("Back to the builder")
    walk.follow("Import a definition")
    page.get_by_label("Or paste the JSON").fill('{"pages": []}')
    walk.press("Import")
    assert "pages: is empty." in walk.text()
    walk.follow("Go back")
    walk.follow("Publish", within=page.locator("main"))
    walk.press("Publish")
    assert "version 1 in use" in walk.text()

    walk.press("Begin a working copy")
    walk.follow("How large?")
    page.get_by_label("Question", exact=True).first.fill("Which size?")
    walk.press("Save")
    walk.follow("Publish", within=page.locator("main"))
    walk.press("Publish")
    walk.follow("Versions")
    walk.follow("Compare")
    assert "Which size?" in walk.text()
    assert FormVersion.objects.newest_of("skip-for-rubble").count() == 2
    walk.go("/console/forms/import/")
    walk.go("/console/forms/")

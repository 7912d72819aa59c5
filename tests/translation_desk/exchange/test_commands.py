"""Whoever types commands exports and imports as editors do."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import StandardPageFactory

from .files import draft_of, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return StandardPageFactory(title_fr="Titre", lead_fr="Chapô", lead_en="Lead")


@pytest.mark.parametrize("form", ["po", "xliff"])
def test_page_goes_out_and_comes_back(page, form, tmp_path, capsys):
    path = tmp_path / "file"
    call_command("export_translations", "en", page=page.pk, format=form, output=str(path))
    file = path.read_text()
    assert "Chapô" not in file
    done = (
        translate(file, "Titre", "Title")
        if form == "po"
        else file.replace("</source>", "</source><target>Title</target>")
    )
    path.write_text(done)
    call_command("import_translations", str(path), "en", dry_run=True)
    assert page.revisions.count() == 0
    call_command("import_translations", str(path), "en")
    assert draft_of(page).title_en == "Title"
    assert "Texts written: 1" in capsys.readouterr().out


def test_everything_is_printed_without_a_path(page, capsys):
    call_command("export_translations", "en", "--all", "--format", "po")
    assert 'msgstr "Lead"' in capsys.readouterr().out


def test_what_cannot_be_done_is_said(page, tmp_path, capsys):
    for options in ({"page": 999999}, {"page": 1}):
        with pytest.raises(CommandError):
            call_command("export_translations", "en", **options)
    path = tmp_path / "file.po"
    call_command("export_translations", "en", page=page.pk, format="po", output=str(path))
    path.write_text(translate(path.read_text(), "Titre", "x" * 300))
    with pytest.raises(CommandError):
        call_command("import_translations", str(path), "en")
    assert "300" in capsys.readouterr().err
    path.write_bytes(b"#" * 5_000_001)
    with pytest.raises(CommandError):
        call_command("import_translations", str(path), "en")
    with pytest.raises(CommandError):
        call_command("import_translations", str(tmp_path / "none"), "en")
    with pytest.raises(CommandError):
        call_command("import_translations", str(path), "en", user="nobody")

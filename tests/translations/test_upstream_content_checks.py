"""What our checks need of Wagtail's bar: fails when upstream changes it."""

from importlib.resources import files


def test_the_bar_takes_checks_of_others():
    script = files("wagtail.admin").joinpath("static/wagtailadmin/js/userbar.js").read_text(encoding="utf-8")
    assert "registerCheck(" in script
    assert "wagtail-userbar" in script

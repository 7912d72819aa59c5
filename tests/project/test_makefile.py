import re

from config.environment import BASE_DIR


def test_a_random_value_is_never_taken_for_an_option():
    """One in 64 begins with a hyphen: `--password -x` is refused, `--password=-x` is not."""
    makefile = (BASE_DIR / "Makefile").read_text()
    assert "--password=" in makefile
    assert not re.findall(r'--[a-z-]+ "?\$\$\(', makefile)

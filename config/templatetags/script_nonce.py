"""For the templates of Wagtail's that hold an inline script."""

from django import template

from config.security.script_nonce import get_script_nonce

register = template.Library()
register.simple_tag(get_script_nonce, name="script_nonce")

"""Words of the templates about accounts."""

from django import template

from directory.models import account_name

register = template.Library()
register.filter(account_name)

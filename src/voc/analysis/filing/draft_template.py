"""The text of an issue where nobody configured a template; ``config/trackers/issue_body.md.j2`` is a copy."""

BODY = """\
**{{ customers }} {{ "customer" if customers == 1 else "customers" }}** in {{ tickets }} \
{{ "ticket" if tickets == 1 else "tickets" }}\
{% if since %}, since {{ since }}{% endif %}\
{% if trend %} · {{ trend }}{% endif %}\
{% if severity %} · severity {{ severity }} of 5{% endif %} · {{ kind }}

{% if quotes %}
## What customers say

{% for quote in quotes %}
{{ quote.text }}
>
> — ticket {{ quote.ticket }}

{% endfor %}
{% endif %}
{% if keyphrases %}
Words they use: {{ keyphrases | join(", ") }}

{% endif %}
Tickets: {{ ticket_ids | join(", ") }}{% if more_tickets %} and {{ more_tickets }} more{% endif %}
"""

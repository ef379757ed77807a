"""Who asks: Cloud takes an API token, Data Center a personal access token."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from tests.jira_server.answers import RefusedError
from tests.jira_server.state import Site, User


def who_asks(site: Site, method: str, headers: Mapping[str, str]) -> User | None:
    """The account, None for nobody.

    A wrong or ended token is nobody to Cloud, who sees an empty Jira; Data Center refuses it.

    Raises:
        RefusedError: a wrong token on Data Center, a CAPTCHA to solve, or what looks like a browser of somebody else.
    """
    browser = method != "GET" and (headers.get("User-Agent") or "").startswith("Mozilla")
    if browser and headers.get("X-Atlassian-Token") != "no-check":
        raise RefusedError(403, "XSRF check failed")
    user = _account(site, headers.get("Authorization") or "")
    if user is not None and user.captcha:
        reason = "CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp"
        raise RefusedError(403, headers={"X-Authentication-Denied-Reason": reason})
    if user is not None and user.expires is not None and site.clock() >= user.expires:
        user = None
    if user is None and headers.get("Authorization") and not site.cloud:
        raise RefusedError(401, headers={"WWW-Authenticate": 'OAuth realm="https%3A%2F%2Fjira.example.com"'})
    return user


def _account(site: Site, sent: str) -> User | None:
    kind, _, secret = sent.partition(" ")
    if kind == "Basic" and site.cloud:
        email, _, token = base64.b64decode(secret).decode().partition(":")
        return next((each for each in site.users.values() if (each.email, each.token) == (email, token)), None)
    if kind == "Bearer":
        return next((each for each in site.users.values() if each.token == secret), None)
    return None

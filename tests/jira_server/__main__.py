"""One Jira by itself: ``python -m tests.jira_server [Cloud|Server] [PORT]``; says where it is, and its tokens."""

from __future__ import annotations

import sys
import threading

from tests.jira_server.state import Mode, Site
from tests.jira_server.web import JiraServer

if __name__ == "__main__":
    site = Site(Mode(sys.argv[1] if len(sys.argv) > 1 else Mode.CLOUD))
    site.add_project("APP")
    server = JiraServer(site, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    told = {"URL": server.url, "PROJECT": "APP", "EMAIL": site.bot.email, "TOKEN": site.bot.token}
    told |= {"HUMAN_EMAIL": site.human.email, "HUMAN_TOKEN": site.human.token}
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in told.items()) + "\nREADY\n")
    sys.stdout.flush()
    threading.Event().wait()

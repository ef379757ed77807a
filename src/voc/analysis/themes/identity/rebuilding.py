"""Everything clustered anew, and the ids kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from voc.analysis.themes.identity.agreeing import Calendar, propose
from voc.analysis.themes.identity.changing import change
from voc.analysis.themes.identity.look import Look, look
from voc.analysis.themes.identity.minting import Mint
from voc.analysis.themes.identity.overlap import homes, overlap, owners
from voc.analysis.themes.identity.placing import BARELY, fitting
from voc.analysis.themes.identity.recognise import emerged, founded, kinds_of, taken
from voc.analysis.themes.identity.result import Recognised, recognised
from voc.analysis.themes.identity.texts import NOWHERE, Flags, Roll, Texts, roll_of
from voc.analysis.themes.identity.watching import parts
from voc.model.registry import Found, Shift, ThemeChange
from voc.model.settings import ClusterSettings
from voc.model.ticket import Kind


def rebuild(
    texts: Texts, known: Found, tickets: Iterable[str], settings: ClusterSettings, calendar: Calendar
) -> Recognised:
    """Cluster every ticket anew and keep the themes' ids.

    Each cluster is the theme that is at home in it: its tickets go there, whatever theme they were in. But a theme that
    lies in two clusters, or shares one with another theme, keeps its tickets until a person or a second rebuild says
    so too: a split or a merge is proposed. A ticket that lies in no cluster, or in one where a theme of another kind is
    at home, stays where it was.

    Args: as of ``recognise``; ``texts`` that are in no theme may be of any run.
    """
    texts = texts.in_order()
    roll = roll_of(texts, (theme.id for theme in known.themes), known.assignments)
    mint = Mint(tickets, taken(known), settings.seed, calendar.run)
    seen = look(texts, roll, np.arange(len(texts.feedback)), settings)
    before, roll = roll, _moved(texts, roll, seen, mint, kinds_of(known, settings))
    shifts = (*emerged(before, roll), *_moves(before, roll))
    found = parts(texts, roll, seen, range(len(before.names), len(roll.names)), small=True)
    said = [proposal for proposal in known.proposals if proposal.rebuilt]
    proposed = propose(found, said, roll, mint, replace(calendar, week=calendar.run))
    proposed = [replace(each, proposal=replace(each.proposal, rebuilt=True)) for each in proposed]
    proposals = tuple(each.proposal for each in proposed)
    if settings.apply_agreed:
        made = change(proposed, roll, np.inf)
        roll, shifts, proposals = made.roll, shifts + made.shifts, made.proposals
    return recognised(roll, seen, known, shifts=shifts, proposals=proposals)


def _moved(texts: Texts, roll: Roll, seen: Look, mint: Mint, kinds: Sequence[Kind]) -> Roll:
    """Every ticket in the theme at home in its cluster, but for those of a split or a merge; clusters of nobody's as
    new themes.
    """
    table, inside = overlap(seen, roll), seen.cluster != NOWHERE
    homeless = homes(table) == NOWHERE
    own = table.sum(axis=0) < BARELY * np.bincount(seen.cluster[inside], minlength=seen.clusters)
    stays = np.zeros(len(seen.rows), bool)
    for part in parts(texts, roll, seen, (), small=True):
        stays[part.rows] |= part.change is ThemeChange.MERGE
    stays[inside] |= homeless[seen.cluster[inside]] & (roll.theme[inside] != NOWHERE)
    moving = np.flatnonzero(inside & ~stays)
    moving = moving[~own[seen.cluster[moving]]]
    themes = owners(table)[seen.cluster[moving]]
    allowed = fitting(texts, moving, themes, kinds)
    return _with_own(roll, seen, own, mint).moving(moving[allowed], themes[allowed])


def _with_own(roll: Roll, seen: Look, own: Flags, mint: Mint) -> Roll:
    """The clusters that are a matter of their ``own`` as new themes."""
    free = roll.theme == NOWHERE
    groups = [np.flatnonzero(free & (seen.cluster == cluster)) for cluster in np.flatnonzero(own)]
    return founded(roll, [rows for rows in groups if len(rows) > 1], mint)


def _moves(before: Roll, roll: Roll) -> tuple[Shift, ...]:
    """The tickets that are in another theme than ``before``, by where they were and are; then the themes that have none
    left.
    """
    left = np.flatnonzero((before.theme != NOWHERE) & (before.theme != roll.theme))
    ways = defaultdict(list)
    for row in left.tolist():
        ways[int(before.theme[row]), int(roll.theme[row])].append(roll.ids[row])
    emptied = sorted({one for one, _ in ways if not roll.sizes[one]})
    return (
        *(
            Shift(ThemeChange.REBUILD, roll.names[one], roll.names[other], tuple(tickets))
            for (one, other), tickets in sorted(ways.items())
        ),
        *(Shift(ThemeChange.DISAPPEARED, roll.names[one], "", ()) for one in emptied),
    )

"""What a dry run is made on: a copy of the store, so that it does all that the run would do and leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from voc.model.registry import Found, Standing
from voc.ports.store import Discovery, Store


def copy_into(copy: Store, store: Store, version: str) -> None:
    """Give an empty store what a discover run of ``store`` reads; what other commands keep there stays behind.

    Args:
        copy: is written to.
        store: is read only.
        version: of what tickets are read with; those that another one has read wait to be read in the copy as well.

    Raises:
        StoreError: a store failed.
    """
    waiting = {ticket.id: redactions for ticket, redactions in store.without_feedback(version)}
    copy.save_tickets([(ticket, "", waiting.get(ticket.id, 0)) for ticket in store.tickets()])
    copy.save_feedback([item for item in store.feedback() if item.ticket_id not in waiting], version)
    standing = Standing(tuple(store.themes()), tuple(store.assignments()), store.redirects())
    copy.add_decisions(store.decisions(), standing)
    digest = store.discovery_digest()
    if digest is not None:
        _copy_found(copy, store, standing, digest)


def _copy_found(copy: Store, store: Store, standing: Standing, digest: str) -> None:
    """The runs first, while there are no themes yet that each would write anew; then what the last one left."""
    state, fitted_on = store.encoder_state() or (None, 0)
    none = Discovery(Found(), Standing(), copy.embedding(""), None, digest, fitted_on)
    events = {run: tuple(each) for run, each in groupby(store.events(), key=lambda event: event.run)}
    counts = {run: tuple(each) for run, each in groupby(store.theme_counts(), key=lambda count: count.run)}
    for run in store.runs():
        happened, counted = events.get(run.number, ()), counts.get(run.number, ())
        copy.save_discovery(replace(none, run=run, events=happened, counts=counted))
    vectors = store.embedding(state.space) if state else none.embedding
    copy.save_discovery(replace(none, found=store.found(), standing=standing, embedding=vectors, state=state))

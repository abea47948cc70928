"""Cards of the university page: claims against figures, the need in the south, what happened elsewhere, a what-if, and an argument."""

from __future__ import annotations

from cards.universitet import (
    argument,
    behov,
    behov_tid,
    handelse,
    handelser,
    handelsestudie,
    jamforelse,
    pastaenden,
    placebo,
    scenario,
    tornado,
    uppdelning,
)

CARDS = {
    "pastaenden": pastaenden.build,
    "behov": behov.build,
    "behov_tid": behov_tid.build,
    "uppdelning": uppdelning.build,
    "handelser": handelser.build,
    "handelse": handelse.build,
    "placebo": placebo.build,
    "handelsestudie": handelsestudie.build,
    "jamforelse": jamforelse.build,
    "scenario": scenario.build,
    "tornado": tornado.build,
    "argument": argument.build,
}

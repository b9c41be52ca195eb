"""Settings of the property tests: the first message of a run loads word tables and places, so no deadline counts."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("understanding", deadline=None, max_examples=60)
settings.load_profile("understanding")

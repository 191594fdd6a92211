"""What all tests share: how many examples property tests try (``HYPOTHESIS_PROFILE=thorough`` for many)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "quick", max_examples=20, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=500, stateful_step_count=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

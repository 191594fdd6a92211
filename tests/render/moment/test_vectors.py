"""Dates and relative times, compared with what moment itself prints (see scripts/moment-locales.js)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from ghoststatic.render.moment import format_moment, relative_text

VECTORS = msgspec.json.decode((Path(__file__).parent / "vectors.json").read_bytes())
NOW = datetime.fromisoformat(VECTORS["now"])


@pytest.mark.spec("FE-HELP-17")
@pytest.mark.parametrize("locale", VECTORS["locales"])
def test_formats_are_those_of_moment(locale):
    """Every token and composite, in every locale that Ghost offers."""
    for iso, zone, texts in VECTORS["locales"][locale]["formats"]:
        when = datetime.fromisoformat(iso).astimezone(ZoneInfo(zone))
        printed = [format_moment(when, form, locale) for form in VECTORS["formats"]]
        assert printed == texts


@pytest.mark.spec("FE-HELP-17")
@pytest.mark.parametrize("locale", VECTORS["locales"])
def test_relative_times_are_those_of_moment(locale):
    """Past and future, around every change of unit."""
    for seconds, (past, future) in zip(VECTORS["ages"], VECTORS["locales"][locale]["ages"], strict=True):
        assert relative_text(NOW - timedelta(seconds=seconds), NOW, locale) == past
        assert relative_text(NOW + timedelta(seconds=seconds or 1), NOW, locale) == future


def test_times_of_one_day_share_nothing_but_the_day():
    """What is remembered of a day must not show in a format with the time, nor in another locale."""
    morning, evening = (datetime(2026, 3, 1, hour, 5, tzinfo=UTC) for hour in (8, 20))
    printed = [format_moment(when, form, "en") for form in ("ll", "LT", "D a") for when in (morning, evening)]
    assert printed == ["Mar 1, 2026", "Mar 1, 2026", "8:05 AM", "8:05 PM", "1 am", "1 pm"]
    assert format_moment(morning, "MMMM", "de") == "März"
    assert format_moment(morning, "MMMM", "en") == "March"

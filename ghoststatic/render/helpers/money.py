"""The helper that prints amounts of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ghoststatic.lazy import lazy
from ghoststatic.render.rendering import rendering_of

if TYPE_CHECKING:
    import babel
    from babel import Locale, numbers
else:
    babel, numbers = lazy("babel"), lazy("babel.numbers")

_FRACTION = re.compile(r"\.[0#]+")
_NO_BREAK_SPACE = "\u00a0"


@pass_context
def price(
    context: Context,
    plan: Any = None,
    currency: str | None = None,
    number_format: str = "short",
    currency_format: str = "symbol",
    locale: str | None = None,
) -> str:
    """Return an amount given in cents (FE-HELP-24).

    Args:
        plan: the amount, or something with ``amount`` and ``currency``.
        currency: ISO code; without one the bare number is printed, without an amount its symbol.
        number_format: ``"short"`` leaves out the decimals of whole amounts, ``"long"`` never.
        currency_format: ``"symbol"``, ``"code"`` or ``"name"``.
        locale: the site's if None.
    """
    amount = plan
    if not isinstance(plan, (int, float, str)) and plan is not None:
        amount, plan_currency = _field(plan, "amount"), _field(plan, "currency")
        currency = currency or plan_currency
    number = amount / 100 if isinstance(amount, (int, float)) and not isinstance(amount, bool) else None
    if currency:
        if number is None:
            return numbers.get_currency_symbol(currency.upper(), locale="en")
        tag = locale or rendering_of(context).site.locale
        return format_price(number, currency.upper(), number_format, currency_format, tag)
    if number is None:
        return ""
    return f"{int(number)}" if number.is_integer() else repr(number)


def _field(plan: Any, name: str) -> Any:
    return plan.get(name) if isinstance(plan, Mapping) else getattr(plan, name, None)


@lru_cache(maxsize=2048)
def format_price(number: float, currency: str, number_format: str, currency_format: str, tag: str) -> str:
    """Return an amount in the way of a locale, e.g. ``$5``, ``5,00 €``, ``USD 12.50``, ``5 US dollars``.

    Args:
        number: in the unit of the currency.
        currency: ISO code in capitals.
        number_format, currency_format: as in :func:`price`.
        tag: BCP 47 tag; English where it is unknown.
    """
    locale = _locale(tag)
    digits = _fraction_digits(number, currency, number_format)
    if currency_format == "name":
        bare = _with_digits(str(locale.decimal_formats[None].pattern), digits)
        return numbers.format_currency(number, currency, bare, locale, currency_digits=False, format_type="name")
    pattern = str(locale.currency_formats["standard"].pattern)
    if currency_format == "code":
        pattern = re.sub(r"¤(?=[#0])", f"¤¤{_NO_BREAK_SPACE}", re.sub(r"(?<=[#0])¤", f"{_NO_BREAK_SPACE}¤¤", pattern))
        pattern = re.sub(r"(?<!¤)¤(?!¤)", "¤¤", pattern)
    result: str = numbers.parse_pattern(_with_digits(pattern, digits)).apply(
        number, locale, currency=currency, currency_digits=False
    )
    return result


def _fraction_digits(number: float, currency: str, number_format: str) -> int:
    """Whole amounts are short without decimals, others always have at least two."""
    if number_format == "short":
        return 0 if number.is_integer() else max(2, numbers.get_currency_precision(currency))
    return numbers.get_currency_precision(currency)


def _with_digits(pattern: str, digits: int) -> str:
    fraction = "." + "0" * digits if digits else ""
    if _FRACTION.search(pattern) is None:
        return re.sub(r"0(?=[^#0,.]|$)", f"0{fraction}", pattern)
    return _FRACTION.sub(fraction, pattern)


@lru_cache(maxsize=64)
def _locale(tag: str) -> Locale:
    try:
        return babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return babel.Locale("en")


HELPERS = {"price": price}
"""Helpers of this family by their name in templates."""

FILTERS = {"price": price}
"""Those that may follow a value: ``{{ tier.monthly_price | price(currency=tier.currency) }}``."""

"""The box below the preview of an entry that visitors may not read (FE-GATE-6)."""

from __future__ import annotations

from html import unescape

from markupsafe import Markup

from ghoststatic.content.models import Entry
from ghoststatic.render.helpers.lists import tier_names
from ghoststatic.render.helpers.translation import translate
from ghoststatic.render.portal import portal_url
from ghoststatic.render.rendering import Rendering


def call_to_action(rendering: Rendering, entry: Entry) -> Markup:
    """Return the box that says who may read on; with links to Portal unless the site has no members."""
    colour = rendering.site.accent_color or ""
    return Markup(
        '\n<aside class="gh-post-upgrade-cta">\n'
        '    <div class="gh-post-upgrade-cta-content" style="background-color: {}">\n'
        "        <h2>{}</h2>\n{}    </div>\n</aside>"
    ).format(colour, _heading(rendering, entry), _links(rendering, colour))


def _heading(rendering: Rendering, entry: Entry) -> str:
    """Return who may read on; whether it says post or page is decided by what the visitor looks at."""
    kind = "page" if "page" in rendering.context else "post"
    match entry.visibility:
        case "paid":
            return translate(rendering, f"This {kind} is for paying subscribers only")
        case "members":
            return translate(rendering, f"This {kind} is for subscribers only")
        case "tiers":
            names = tier_names(entry.tiers, last_separator=translate(rendering, " and "))
            text = f"This {kind} is for subscribers on the {{tiers}} only"
            return translate(rendering, text, {"tiers": unescape(names)})
    return ""


def _links(rendering: Rendering, colour: str) -> Markup:
    signup = portal_url(rendering.publication, "signup")
    if not signup:
        return Markup()
    signin = portal_url(rendering.publication, "signin")
    # Portal takes the click where it is loaded; elsewhere the plain address leads to Ghost
    scripts = rendering.publication.members == "scripts"
    return Markup(
        '        <a class="gh-btn"{} href="{}" style="color:{}">{}</a>\n'
        '        <p><small>{} <a{} href="{}">{}</a></small></p>\n'
    ).format(
        Markup(' data-portal="signup"') if scripts else "",
        signup,
        colour,
        translate(rendering, "Subscribe now"),
        translate(rendering, "Already have an account?"),
        Markup(' data-portal="signin"') if scripts else "",
        signin,
        translate(rendering, "Sign in"),
    )

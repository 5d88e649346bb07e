"""The codes of findings about certificates: what is wrong and why it matters.

Each is (title, what, why) as in `engine.language.codes`, which lists them all.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.language.value_codes import Words

_REFUSED = "The certificate would be refused after everything is paid and approved."
_CONFUSED = "An older certificate would be read as saying something it never said."

CERTIFICATE_CODES: Mapping[str, Words] = {
    "CERT-1101": (
        "unknown certificate",
        "A step issues a certificate that no file declares.",
        "The citizen would wait for a paper that nobody can make.",
    ),
    "CERT-1102": (
        "no such field",
        "A step gives a certificate a field it does not have.",
        _REFUSED,
    ),
    "CERT-1103": (
        "field missing",
        "A step does not give a field without which the certificate cannot be issued.",
        _REFUSED,
    ),
    "CERT-1104": (
        "value does not fit its field",
        "A value is not of the form in which the certificate shows the field.",
        "The paper would show something nobody can read, or could not be made.",
    ),
    "CERT-1105": (
        "value too long for its field",
        "A value may be longer than the certificate has room for.",
        _REFUSED,
    ),
    "CERT-1106": (
        "certificate of another department",
        "A service issues a certificate that another department signs.",
        "Whoever checks the paper would be told that this department may not sign it.",
    ),
    "CERT-1107": (
        "photograph for a paper that prints none",
        "A step gives a photograph or a file to a certificate that prints no photograph.",
        _REFUSED,
    ),
    "CERT-1111": (
        "number of two fields",
        "Two fields of a certificate have the same number in its code.",
        "Whoever checks the paper would see only one of the two.",
    ),
    "CERT-1112": (
        "former number taken",
        "A field has a number that another had before.",
        _CONFUSED,
    ),
    "CERT-1113": (
        "code too large",
        "With the longest values the QR code has squares too small for a photo of the page.",
        "Whoever checks the paper with a phone could not read it, and the paper could not be made.",
    ),
    "CERT-1114": (
        "two certificates numbered alike",
        "The numbers of two certificates begin with the same letters.",
        "Whoever checks the one would be shown the other.",
    ),
    "CERT-1115": (
        "signed by nobody",
        "A certificate is signed by a department the catalogue does not have.",
        "No key would ever be made for it, and citizens would wait in vain.",
    ),
    "CERT-1116": (
        "two photographs",
        "A certificate prints more than one photograph, and its code can vouch for one.",
        "Whoever checks the paper could not tell which of the two was exchanged.",
    ),
    "CERT-1117": (
        "page too small",
        "With the longest values a certificate does not fit one page, in the smallest letters that can be read.",
        "A citizen with a long name or address would wait for a paper that cannot be made.",
    ),
    "CERT-1121": (
        "certificate nobody issues",
        "No service issues a certificate.",
        "Somebody keeps it up to date for nobody, and looks for a mistake in the wrong place.",
    ),
}

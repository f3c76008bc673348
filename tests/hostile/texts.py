"""Texts that try to be more than texts: markup, script, styles, templates, letters that mislead."""

from __future__ import annotations

from typing import Any

__all__ = ["HOSTILE", "LETTERS", "properties"]

DEED = "window.pwned=1"

_MARKUP = [
    f"<script>{DEED}</script>",
    f"</script><script>{DEED}</script>",
    f"</SCRIPT ><sCrIpT>{DEED}//",
    f"<img src=x onerror={DEED}>",
    f"\"><img src=x onerror='{DEED}'>",
    f"'><svg onload={DEED}>",
    f"<svg><script>{DEED}</script></svg>",
    f"<svg><animate onbegin={DEED} attributeName=x dur=1s>",
    f"<body onload={DEED}>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    f"<iframe src='javascript:parent.{DEED}'></iframe>",
    f"<object data='data:text/html,<script>{DEED}</script>'>",
    f"<embed src='javascript:{DEED}'>",
    f"<details open ontoggle={DEED}><summary>x</summary></details>",
    f"<input autofocus onfocus={DEED}>",
    f"<video><source onerror={DEED}></video>",
    f"<marquee onstart={DEED}>x</marquee>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={DEED}>",
    f"<a href='javascript:{DEED}'>x</a>",
    f"<form action='javascript:{DEED}'><button>x</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>*{display:none!important}</style>",
    "</style><b>x</b>",
    f"</title><img src=x onerror={DEED}>",
    f"</textarea><img src=x onerror={DEED}>",
    f"<noscript><p title='</noscript><img src=x onerror={DEED}>'>",
    f"<template><img src=x onerror={DEED}></template>",
    f"<x/onclick={DEED}>x",
    f"<<img src=x onerror={DEED}>",
    "<!--",
    "--><b>x</b>",
    f"<!--><script>{DEED}</script>-->",
    "<!--<script>",
    "<![CDATA[x]]>",
    "]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE html>",
    "</li></ol></nav></main>",
    "<plaintext>",
]
_SCRIPT = [
    f"javascript:{DEED}",
    f"JaVaScRiPt\t:{DEED}",
    f"data:text/html,<script>{DEED}</script>",
    f"vbscript:{DEED}",
    f"';{DEED};//",
    f'";{DEED};//',
    f"\\';{DEED};//",
    f"`;{DEED};`",
    f"${{{DEED}}}",
    f"`${{{DEED}}}`",
    f"\\u003cscript\\u003e{DEED}\\u003c/script\\u003e",
    f"*/{DEED}/*",
    f"1);{DEED};(",
    "\\",
    '\\\\"',
    "$& $1 $` $'",
]
_TEMPLATES = [
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% raw %}",
    "{% endraw %}{{7*7}}",
    "{%- macro card(entry) -%}",
    "{# comment",
    "#{7*7}",
    "<%= 7*7 %>",
    "{n}",
    "{title}",
    "%s %d %(x)s",
    "{0.__class__}",
]
_STYLES = [
    "red;} body{display:none} .x{",
    "x;background:url(https://evil.example/)",
    "expression(alert(1))",
    "url(javascript:alert(1))",
    "</style><style>*{color:red}",
    "@import 'https://evil.example/x.css';",
]
_ENTITIES = [
    "&lt;b&gt;x&lt;/b&gt;",
    "&#60;script&#62;",
    "&amp;lt;",
    "&nbsp;&zwj;&NotAnEntity;",
    "&",
]
_NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "undefined",
    "null",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "=HYPERLINK(1)",
    "-1",
    "0",
    "#record-1",
    "record-1",
    "' or 1=1 --",
]
LETTERS = [
    "\u202egnp.exe",
    "a\u2066b\u2069c",
    "\u200f\u05d0\u05d1\u05d2",
    "\u0645\u0631\u062d\u0628\u0627",
    "zero\u200bwidth\u200djoined\ufeff",
    "line\u2028separator",
    "paragraph\u2029separator",
    "e\u0301 \u1e9e \u0130 \ufb01",
    "\U0001f6a2\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0336s\u0336t\u0336r\u0336u\u0336c\u0336k",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324",
    "\ue000\ufffd",
    "“” ‘’ «» „‟ ‹› ′″ \" ' `",
    "unbreakable" * 60,
    "long " * 200 + "end",
]

HOSTILE = [*_MARKUP, *_SCRIPT, *_TEMPLATES, *_STYLES, *_ENTITIES, *_NAMES, *LETTERS]
"""Each is text, and is to be shown as such; the last, `LETTERS`, are odd to set too."""


def properties(text: str, n: int) -> dict[str, Any]:
    """Return properties of a record that have a text wherever a text can stand."""
    says = ("title", "publisher", "origin", "claimant", "says", "place", "assets")
    return {
        "title": text,
        "summary": text,
        "type": "naval/patrol",
        "start": "2024-06-01",
        "place": {"name": text, "note": text, "precision": "near", "radius_km": 20},
        "actors": [{"name": text, "role": text, "assets": [text]}],
        "verification": {"level": "claimed", "basis": text},
        "confidence": {"level": "low", "about": text, "basis": text},
        "tags": [text],
        "sources": [
            {"url": f"https://example.org/?{n}", **dict.fromkeys(says, text)},
            {"cite": text},
        ],
        f"key {text}": {text: text},
    }

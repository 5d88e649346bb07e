"""Words a citizen may say at every question, in every language, and what they mean: the menu, back, help and the others."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "menu": (
        "menu", "hi", "hello", "hey", "start", "hai", "namaste", "namaskaram", "main menu", "home", "మెనూ", "మెను", "నమస్కారం", "నమస్తే",
        "హాయ్", "హలో", "మొదలు", "हाय", "नमस्ते", "मेनू",
    ),
    "back": ("back", "previous", "venakki", "వెనక్కి", "వెనుకకు", "వెనక", "పోయిన ప్రశ్న", "पीछे"),
    "change": ("change", "edit", "marchu", "మార్చు", "మార్చాలి", "సవరించు", "बदलो"),
    "language": ("language", "bhasha", "భాష", "telugu", "english", "తెలుగు", "ఇంగ్లీష్", "ఇంగ్లిష్", "ఆంగ్లం", "भाषा"),
    "help": ("help", "sahayam", "సహాయం", "సాయం", "मदद"),
    "status": ("status", "my applications", "sthiti", "స్థితి", "నా దరఖాస్తులు", "దరఖాస్తులు", "स्थिति"),
    "verify": (
        "verify", "verify certificate", "check certificate", "tanikhi", "తనిఖీ", "పత్రం తనిఖీ", "పత్రాన్ని తనిఖీ చేయండి", "जाँच", "जांच",
    ),
    "stop": ("stop", "cancel", "exit", "quit", "aapu", "ఆపు", "ఆపండి", "రద్దు", "वापस", "रद्द"),
}  # fmt: skip
"""By command."""

TOLD: Mapping[str, tuple[str, ...]] = {
    "menu": ("menu", "మెనూ"),
    "back": ("back", "వెనక్కి"),
    "change": ("change", "మార్చు"),
    "language": ("language", "భాష"),
    "help": ("help", "సహాయం"),
    "status": ("status", "స్థితి"),
    "verify": ("verify", "తనిఖీ"),
    "stop": ("stop", "ఆపు"),
}
"""The words among these that we tell citizens to send, by command: an answer must not hide them."""

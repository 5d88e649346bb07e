"""What the engine says about certificates: to whoever sends one to be verified, and to whoever holds one."""

from __future__ import annotations

from collections.abc import Mapping

CERTIFICATE_PHRASES: Mapping[str, Mapping[str, str]] = {
    "verify_row": {"te": "పత్రం తనిఖీ", "en": "Verify a certificate"},
    "verify_send": {
        "te": "దయచేసి పత్రం ఫోటో లేదా PDF పంపండి; QR కోడ్ స్పష్టంగా కనిపించాలి. అది అసలైనదో కాదో చెబుతాం.\nఇతర సేవలకు *మెనూ* అని పంపండి.",
        "en": "Please send a photo or the PDF of the certificate, with its QR code sharp. We shall say whether it is genuine.\n"
        "For other services send *menu*.",
    },
    "verify_not_this": {
        "te": "తనిఖీకి ఫోటో (JPEG, PNG) లేదా PDF కావాలి. దయచేసి పత్రం ఫోటో తీసి పంపండి.",
        "en": "We can verify a photo (JPEG, PNG) or a PDF only. Please take a photo of the certificate and send it.",
    },
    "verify_too_often": {
        "te": "ఒకరి కోసం గంటకు ముప్పై పత్రాలు మాత్రమే తనిఖీ చేయగలం. దయచేసి మిగిలినవి కొంత సేపటి తర్వాత పంపండి.",
        "en": "We can verify only thirty certificates an hour for one person. Please send the others after a while.",
    },
    "verify_no_code_again": {
        "te": "ఇందులో కూడా QR కోడ్ కనిపించలేదు. దయచేసి PDF పంపండి, లేదా వెలుతురులో కోడ్‌ను మాత్రమే జానెడు దూరం నుంచి ఫోటో తీసి పంపండి.\n"
        "కోడ్ లేని పత్రాన్ని జారీ చేసిన కార్యాలయంలో మాత్రమే సరిచూడగలరు.",
        "en": "We see no QR code in this one either. Please send the PDF, or a photo of the code alone, "
        "taken in good light from a hand's span away.\nA certificate without a code can be verified only at the office that issued it.",
    },
    "verify_encrypted": {
        "te": "ఈ PDF తెరవడానికి పాస్‌వర్డ్ కావాలి. దయచేసి పాస్‌వర్డ్ లేని PDF లేదా పత్రం ఫోటో పంపండి.",
        "en": "This PDF is locked with a password. Please send one without a password, or a photo of the certificate.",
    },
    "verify_too_large": {
        "te": "ఈ ఫైల్ చాలా పెద్దది. దయచేసి ఒక్క పత్రం ఫోటో తీసి పంపండి.",
        "en": "This file is too large. Please send a photo of one certificate.",
    },
    "verify_unreadable": {
        "te": "ఈ ఫైల్‌ను తెరవలేకపోయాం. దయచేసి పత్రం ఫోటో (JPEG, PNG) లేదా PDF పంపండి.",
        "en": "We could not open this file. Please send a photo (JPEG, PNG) or the PDF of the certificate.",
    },
    "verify_lost": {
        "te": "మీరు పంపిన ఫైల్ మాకు అందలేదు, లేదా దాన్ని తీసుకోలేకపోయాం. దయచేసి పత్రం ఫోటో (JPEG, PNG) లేదా PDF మళ్లీ పంపండి.",
        "en": "Your file did not reach us, or is none we can take. Please send a photo (JPEG, PNG) or a PDF again.",
    },
    "verify_no_keys": {
        "te": "ఇప్పుడు పత్రాలు తనిఖీ చేయలేకపోతున్నాం. దయచేసి కొంత సేపటి తర్వాత మళ్లీ పంపండి.",
        "en": "We cannot verify certificates just now. Please send it again after a while.",
    },
    "verify_other_code": {
        "te": "ఈ QR కోడ్ వేరే పనికి సంబంధించినది, మేము జారీ చేసిన పత్రం కోడ్ కాదు. దయచేసి పత్రం మీద ఉన్న కోడ్ ఫోటో పంపండి.",
        "en": "This QR code is for something else and is not the code of a certificate issued here. "
        "Please send a photo of the code on the certificate.",
    },
    "certificate_suspended": {
        "te": "మీ పత్రం {number} అధికారి నిర్ణయంతో తాత్కాలికంగా నిలిచిపోయింది. కారణం తెలుసుకోవడానికి దయచేసి జారీ చేసిన కార్యాలయాన్ని సంప్రదించండి.",
        "en": "An officer has suspended your certificate {number} for now. Please ask the office that issued it for the reason.",
    },
    "certificate_restored": {
        "te": "మీ పత్రం {number} మళ్లీ చెల్లుబాటులోకి వచ్చింది.",
        "en": "Your certificate {number} is valid again.",
    },
    "certificate_replaced": {
        "te": "మీ పత్రం {number} ఇక చెల్లదు. దాని బదులు కొత్త పత్రం జారీ అయింది: {by}. దయచేసి ఇకపై కొత్తదాన్నే చూపండి.",
        "en": "Your certificate {number} is no longer valid. A new one was issued in its place: {by}. Please show the new one from now on.",
    },
    "certificate_revoked": {
        "te": "మీ పత్రం {number} అధికారి నిర్ణయంతో రద్దయింది; ఇక చెల్లదు. కారణం తెలుసుకోవడానికి దయచేసి జారీ చేసిన కార్యాలయాన్ని సంప్రదించండి.",
        "en": "An officer has cancelled your certificate {number}; it is no longer valid. "
        "Please ask the office that issued it for the reason.",
    },
}

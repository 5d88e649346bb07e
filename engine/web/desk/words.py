"""What the desk says, in both languages of its pages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("te", "en")

_Words = Mapping[str, Mapping[str, str]]

WORDS: _Words = {
    "desk": {"te": "అధికారుల డెస్క్", "en": "Officers' desk"},
    "skip": {"te": "ముఖ్య భాగానికి వెళ్లండి", "en": "Go to the main part"},
    "language": {"te": "భాష", "en": "Language"},
    "sandbox": {
        "te": "ఇది నమూనా: ఇక్కడి అధికారులు, దరఖాస్తులు నిజమైనవి కావు.",
        "en": "Sandbox: every officer and every application here is a sample.",
    },
    # signing in and out
    "sign_in": {"te": "సైన్ ఇన్", "en": "Sign in"},
    "sign_out": {"te": "సైన్ అవుట్", "en": "Sign out"},
    "name": {"te": "అధికారి ఐడీ", "en": "Officer's ID"},
    "password": {"te": "పాస్‌వర్డ్", "en": "Password"},
    "wrong": {
        "te": "ఐడీ లేదా పాస్‌వర్డ్ సరిపోలలేదు. దయచేసి సరిచూసి మళ్లీ ప్రయత్నించండి.",
        "en": "The ID or the password does not match. Please check both and try again.",
    },
    "wait": {
        "te": "పాస్‌వర్డ్ చాలాసార్లు తప్పుగా ఇచ్చారు. దయచేసి 15 నిమిషాల తర్వాత ప్రయత్నించండి.",
        "en": "The password was wrong too many times. Please try again in 15 minutes.",
    },
    "samples": {"te": "నమూనా అధికారులు", "en": "Sample officers"},
    "samples_why": {
        "te": "వీరు నిజమైన అధికారులు కారు. ఒక బటన్ నొక్కితే ఆ హోదాలో సైన్ ఇన్ అవుతారు.",
        "en": "These are not real officers. One button signs you in as that role.",
    },
    "sample": {"te": "నమూనా", "en": "Sample"},
    "expired": {
        "te": "ఈ పేజీ గడువు ముగిసింది. మీ నిర్ణయం నమోదు కాలేదు. దయచేసి వెనక్కి వెళ్లి మళ్లీ ప్రయత్నించండి.",
        "en": "This page was open too long, and nothing was recorded. Please go back and try again.",
    },
    "back_to_desk": {"te": "డెస్క్‌కు తిరిగి వెళ్లండి", "en": "Go back to the desk"},
    # the worklist
    "waiting": {"te": "మీ పరిశీలనకు వచ్చినవి", "en": "Waiting for you"},
    "none_waiting": {"te": "ప్రస్తుతం మీ పరిశీలనలో ఏమీ లేవు.", "en": "Nothing is waiting for you now."},
    "asked_citizen": {
        "te": "పౌరుల సమాధానం కోసం వేచి ఉన్నవి",
        "en": "Waiting for the citizen",
    },
    "speak_with": {"te": "మీరు మాట్లాడాల్సిన వారు", "en": "People to speak with"},
    "stopped": {"te": "సేవ ఎక్కడ ఆగింది", "en": "Where it stopped"},
    "asked_since": {"te": "అడిగిన సమయం", "en": "Asked on"},
    "late_count": {"te": "గడువు దాటినవి", "en": "Overdue"},
    "first_ones": {
        "te": "ఇక్కడ అత్యవసరమైనవి మాత్రమే ఉన్నాయి; ఇవి పూర్తయ్యాక మిగతావి కనిపిస్తాయి.",
        "en": "Only the most urgent are listed; the others follow as these are decided.",
    },
    "find": {
        "te": "దరఖాస్తు నంబర్, పేరు లేదా కార్డు నంబర్‌తో వెతకండి",
        "en": "Find by case number, name or card number",
    },
    "found": {"te": "దొరికిన దరఖాస్తులు", "en": "Cases found"},
    "newest_only": {
        "te": "ఇక్కడ కొత్తవి మాత్రమే ఉన్నాయి. దయచేసి నంబర్‌తో వెతకండి.",
        "en": "Only the newest are listed. Please search by number.",
    },
    "on_map": {"te": "మ్యాప్‌లో చూడండి", "en": "See on the map"},
    "find_button": {"te": "వెతకండి", "en": "Find"},
    "not_found": {
        "te": "దీనితో మీరు చూడగలిగే దరఖాస్తు లేదు. దయచేసి నంబర్ లేదా పూర్తి పేరు సరిచూడండి.",
        "en": "There is no case of this number or name that you may see. Please check it; a name must be complete.",
    },
    "number": {"te": "నంబర్", "en": "Number"},
    "service": {"te": "సేవ", "en": "Service"},
    "place": {"te": "ప్రాంతం", "en": "Area"},
    "opened": {"te": "నమోదైన సమయం", "en": "Registered"},
    "due": {"te": "గడువు", "en": "Due"},
    "late": {"te": "గడువు దాటింది", "en": "Overdue"},
    "working_days": {"te": "పని దినాలు", "en": "working days"},
    "working_day": {"te": "పని దినం", "en": "working day"},
    "days_left": {"te": "పని దినాలు మిగిలి ఉన్నాయి", "en": "working days left"},
    "day_left": {"te": "పని దినం మిగిలి ఉంది", "en": "working day left"},
    "last_day": {"te": "ఈ రోజే చివరి రోజు", "en": "the last day is today"},
    # a case
    "all_cases": {"te": "నా జాబితా", "en": "My list"},
    "state": {"te": "స్థితి", "en": "State"},
    "holder": {"te": "ఇప్పుడు ఎవరి వద్ద ఉంది", "en": "With"},
    "the_citizen": {"te": "పౌరుని సమాధానం కోసం వేచి ఉంది", "en": "The citizen, to answer"},
    "answers": {"te": "పౌరులు ఇచ్చిన వివరాలు", "en": "What the citizen gave"},
    "own_words": {"te": "పౌరులు చూసినట్లు", "en": "As the citizen reads it"},
    "open_file": {"te": "తెరవండి", "en": "Open"},
    "save_file": {"te": "సేవ్ చేయండి", "en": "Save"},
    "recording": {"te": "వాయిస్ రికార్డింగ్", "en": "Voice recording"},
    "history": {"te": "ఇప్పటివరకు జరిగినది", "en": "What happened so far"},
    "reason_was": {"te": "కారణం", "en": "Reason"},
    "note_was": {"te": "అంతర్గత గమనిక", "en": "Internal note"},
    # deciding
    "decide": {"te": "మీ నిర్ణయం", "en": "Your decision"},
    "came_of_it": {"te": "ఏం జరిగింది?", "en": "What came of it?"},
    "did_you_speak": {"te": "వారితో మాట్లాడారా?", "en": "Did you speak with them?"},
    "result": {"te": "ఫలితం", "en": "Result"},
    "decision": {"te": "ఏం చేయాలి?", "en": "What shall be done?"},
    "reason": {
        "te": "కారణం (పౌరులకు వారి భాషలో పంపుతాం)",
        "en": "Reason (sent to the citizen in his or her language)",
    },
    "choose_reason": {"te": "ఒక కారణం ఎంచుకోండి", "en": "Choose a reason"},
    "which_answers": {"te": "ఏ వివరాలు మళ్లీ అడగాలి?", "en": "Which answers shall be asked again?"},
    "asks_left": {"te": "ఇంకా ఎన్నిసార్లు అడగవచ్చు", "en": "Times you may still ask"},
    "note": {
        "te": "అంతర్గత గమనిక (పౌరులకు కనిపించదు)",
        "en": "Internal note (the citizen never sees it)",
    },
    "submit": {"te": "నిర్ణయాన్ని నమోదు చేయండి", "en": "Record the decision"},
    "not_your_turn": {
        "te": "ఈ దరఖాస్తు ఇప్పుడు మీ వద్ద లేదు; చూడటానికి మాత్రమే.",
        "en": "This case is not with you now; you may only read it.",
    },
    # what was said back
    "recorded": {"te": "మీ నిర్ణయం నమోదైంది.", "en": "Your decision is recorded."},
    "pending": {
        "te": "మీ నిర్ణయం అందింది, నమోదు అవుతోంది. దయచేసి కొద్దిసేపటి తర్వాత ఈ పేజీని మళ్లీ తెరవండి.",
        "en": "Your decision has arrived and is being recorded. Please open this page again in a moment.",
    },
    "changed": {
        "te": "మీరు చూస్తుండగా ఈ దరఖాస్తు మారింది కాబట్టి మీ నిర్ణయం నమోదు కాలేదు. దయచేసి మళ్లీ చూడండి.",
        "en": "The case changed while you were looking at it, so your decision was not recorded. Please look again.",
    },
    "no_decision": {"te": "దయచేసి ఒక నిర్ణయం ఎంచుకోండి.", "en": "Please choose a decision."},
    "no_reason": {
        "te": "దయచేసి ఈ నిర్ణయానికి తగిన కారణాన్ని జాబితా నుంచి ఎంచుకోండి.",
        "en": "Please choose a reason from the list of this decision.",
    },
    "no_answers": {
        "te": "దయచేసి మళ్లీ అడగాల్సిన వివరాలు ఎంచుకోండి.",
        "en": "Please choose which answers to ask again.",
    },
    "not_open": {
        "te": "ఈ దశలో ఈ నిర్ణయం తీసుకోవడం కుదరదు.",
        "en": "This decision is not open at this stage.",
    },
    "long_note": {
        "te": "గమనిక చాలా పెద్దది. దయచేసి 2,000 అక్షరాలలోపు రాయండి.",
        "en": "The note is too long. Please keep it under 2,000 letters.",
    },
    # certificates
    "certificates": {"te": "జారీ చేసిన పత్రాలు", "en": "Certificates issued"},
    "change_certificate": {"te": "చెల్లుబాటును మార్చండి", "en": "Change whether it is valid"},
    "change_reason": {
        "te": "కారణం (అధికారులకు మాత్రమే కనిపిస్తుంది)",
        "en": "Reason (only officers see it)",
    },
    "change_by": {
        "te": "కొత్త పత్రం నంబర్ (బదులు కొత్తది జారీ అయితేనే)",
        "en": "Number of the new certificate (only if it is replaced)",
    },
    "no_change": {"te": "దయచేసి ఏం చేయాలో ఎంచుకోండి.", "en": "Please choose what is to be done."},
    "change_no_reason": {"te": "దయచేసి కారణం రాయండి.", "en": "Please write the reason."},
    "change_long_reason": {
        "te": "కారణం చాలా పెద్దది. దయచేసి 2,000 అక్షరాలలోపు రాయండి.",
        "en": "The reason is too long. Please keep it under 2,000 letters.",
    },
    "change_not_now": {
        "te": "ఈ పత్రం మారింది కాబట్టి ఇది నమోదు కాలేదు. దయచేసి మళ్లీ చూడండి.",
        "en": "This certificate has changed, so nothing was recorded. Please look again.",
    },
    "change_no_other": {
        "te": "కొత్త పత్రం నంబర్ సరిపోలలేదు: అదే రకమైన, చెల్లుబాటులో ఉన్న వేరే పత్రం నంబర్ ఇవ్వండి.",
        "en": "The number of the new certificate does not fit: give that of another valid one of the same kind.",
    },
    "change_not_issued": {
        "te": "ఈ పత్రం ఇంకా పౌరులకు అందలేదు. దయచేసి కొద్దిసేపటి తర్వాత ప్రయత్నించండి.",
        "en": "This certificate has not been handed over yet. Please try again in a while.",
    },
    "store_down": {
        "te": "ప్రస్తుతం నమోదు చేయలేకపోతున్నాం. మీ నిర్ణయం నమోదు కాలేదు. దయచేసి కొద్దిసేపటి తర్వాత ప్రయత్నించండి.",
        "en": "Nothing can be recorded just now, and your decision was not. Please try again in a while.",
    },
}

DECISIONS: _Words = {
    "approve": {"te": "ఆమోదించండి", "en": "Approve"},
    "forward": {"te": "పై అధికారికి పంపండి", "en": "Forward to the next officer"},
    "send_down": {"te": "కింది అధికారికి తిప్పి పంపండి", "en": "Send back to the officer before"},
    "ask_back": {"te": "పౌరులను మళ్లీ అడగండి", "en": "Ask the citizen again"},
    "close": {"te": "పరిష్కరించి ముగించండి", "en": "Close as dealt with"},
    "reject": {"te": "తిరస్కరించండి", "en": "Reject"},
    "spoken": {"te": "వారితో మాట్లాడాను", "en": "I have spoken with them"},
    "unreached": {"te": "వారిని చేరలేకపోయాను", "en": "I could not reach them"},
}
"""What an officer may choose, in the order it is offered."""

STANDINGS: _Words = {
    "valid": {"te": "చెల్లుబాటులో ఉంది", "en": "Valid"},
    "suspended": {"te": "తాత్కాలికంగా నిలిపివేశారు", "en": "Suspended"},
    "revoked": {"te": "రద్దు చేశారు", "en": "Revoked"},
    "replaced": {"te": "బదులు కొత్తది జారీ అయింది", "en": "Replaced by a new one"},
}
"""How a certificate stands."""

CHANGED: _Words = {
    "suspended": {"te": "తాత్కాలికంగా నిలిపివేత", "en": "Suspend for now"},
    "restored": {"te": "మళ్లీ చెల్లుబాటు", "en": "Make valid again"},
    "replaced": {"te": "బదులు కొత్త పత్రం", "en": "Replaced by another"},
    "revoked": {"te": "శాశ్వత రద్దు", "en": "Revoke for ever"},
}
"""What is done to a certificate, in the form and in its history."""

STATES: _Words = {
    "opened": {"te": "నమోదైంది", "en": "Registered"},
    "deciding": {"te": "పరిశీలనలో ఉంది", "en": "Being examined"},
    "wants_help": {"te": "మీ ఫోన్ కోసం ఎదురుచూస్తున్నారు", "en": "Waits to be called"},
    "asked_back": {"te": "పౌరుల సమాధానం రావాలి", "en": "Waiting for the citizen"},
    "approved": {"te": "ఆమోదం పొందింది", "en": "Approved"},
    "rejected": {"te": "తిరస్కరించారు", "en": "Rejected"},
    "closed": {"te": "ముగిసింది", "en": "Closed"},
    "lapsed": {"te": "సమాధానం రానందున ముగిసింది", "en": "Lapsed, no answer came"},
    "helped": {"te": "మాట్లాడారు, ముగిసింది", "en": "Spoken with, finished"},
    "unreached": {"te": "చేరలేకపోయారు, ముగిసింది", "en": "Not reached, finished"},
    "went_on": {"te": "పౌరులే సేవను కొనసాగించారు", "en": "The citizen went on without help"},
}

DID: _Words = {
    "opened": {"te": "నమోదైంది", "en": "Registered"},
    "reopened": {"te": "పౌరులు తిరిగి తెరిచారు", "en": "Reopened by the citizen"},
    "answered": {"te": "పౌరులు సమాధానం ఇచ్చారు", "en": "The citizen answered"},
    "lapsed": {"te": "పౌరుల నుంచి సమాధానం రాలేదు", "en": "No answer came from the citizen"},
    "escalated": {
        "te": "గడువు దాటడంతో పై అధికారికి వెళ్లింది",
        "en": "Went to a higher officer, being overdue",
    },
    "approve": {"te": "ఆమోదించారు", "en": "Approved"},
    "forward": {"te": "పై అధికారికి పంపారు", "en": "Forwarded"},
    "send_down": {"te": "కింది అధికారికి తిప్పి పంపారు", "en": "Sent back to the officer before"},
    "ask_back": {"te": "పౌరులను మళ్లీ అడిగారు", "en": "Asked the citizen again"},
    "close": {"te": "పరిష్కరించి ముగించారు", "en": "Closed as dealt with"},
    "reject": {"te": "తిరస్కరించారు", "en": "Rejected"},
    "spoken": {"te": "పౌరులతో మాట్లాడారు", "en": "Spoken with the citizen"},
    "unreached": {"te": "పౌరులను చేరలేకపోయారు", "en": "The citizen could not be reached"},
    "went_on": {"te": "పౌరులే సేవను కొనసాగించారు", "en": "The citizen went on without help"},
}
"""What the history says happened."""

"""What the engine itself says, in every language of the state; officers write everything else."""

from __future__ import annotations

from collections.abc import Mapping

from engine.interpreter.certificate_phrases import CERTIFICATE_PHRASES

PHRASES: Mapping[str, Mapping[str, str]] = {
    **CERTIFICATE_PHRASES,
    "file_unsaid": {
        "te": "మీ పత్రాన్ని ఇక్కడికి పంపలేకపోయాం. మా సిబ్బంది పరిశీలిస్తారు. దయచేసి కొంత సేపటి తర్వాత *నా దరఖాస్తులు* అని పంపండి.",
        "en": "We could not send your document here. Our staff will look into it. Please send *status* after a while.",
    },
    "welcome": {
        "te": "నమస్కారం! మన మిత్రకు స్వాగతం.",
        "en": "Namaste! Welcome to Mana Mitra.",
    },
    "choose_language": {
        "te": "దయచేసి మీ భాషను ఎంచుకోండి.",
        "en": "Please choose your language.",
    },
    "menu": {
        "te": "మీకు ఏ సేవ కావాలి? దయచేసి జాబితాలో ఎంచుకోండి, లేదా సేవ పేరు రాయండి.",
        "en": "Which service do you need? Please choose from the list, or type its name.",
    },
    "other_language": {
        "te": "For English, send *English*.",
        "en": "తెలుగు కోసం *తెలుగు* అని పంపండి.",
    },
    "language_changed": {
        "te": "ఇకపై తెలుగులో కొనసాగుదాం.",
        "en": "From now on we shall write in English.",
    },
    "by_event": {"te": "సందర్భం వారీగా సేవలు", "en": "Services by life event"},
    "by_department": {"te": "శాఖల వారీగా సేవలు", "en": "Services by department"},
    "not_answering": {
        "te": "శాఖ సర్వర్ ప్రస్తుతం స్పందించడం లేదు",
        "en": "The department is not answering now",
    },
    "begin_all_the_same": {
        "te": (
            "ఈ సేవ అందించే శాఖ సర్వర్ ప్రస్తుతం స్పందించడం లేదు. ఇప్పుడే మొదలుపెట్టవచ్చు, కానీ మధ్యలో ఆగిపోవచ్చు. "
            "వీలైతే దయచేసి ఒక గంట తర్వాత ప్రయత్నించండి."
        ),
        "en": (
            "The department's server for this service is not answering now. You may begin, but it may stop half-way. "
            "If you can, please try in an hour."
        ),
    },
    "events": {
        "te": "ఏ సందర్భానికి సంబంధించిన సేవ కావాలి?",
        "en": "Which occasion do you need a service for?",
    },
    "deps": {"te": "ఏ శాఖకు సంబంధించిన సేవ కావాలి?", "en": "Which department's service do you need?"},
    "begin_again": {"te": "మళ్లీ మొదలుపెట్టండి", "en": "Begin again"},
    "services_of": {
        "te": "{department}\nఏ సేవ కావాలి?",
        "en": "{department}\nWhich service do you need?",
    },
    "found_several": {"te": "వీటిలో మీకు కావలసిన సేవ ఏది?", "en": "Which of these do you need?"},
    "found_none": {
        "te": "మీరు రాసిన పేరుతో సేవ దొరకలేదు. దయచేసి జాబితాలో ఎంచుకోండి.",
        "en": "No service has that name. Please choose from the list.",
    },
    "choose": {"te": "ఎంచుకోండి", "en": "Choose"},
    "more": {"te": "మరిన్ని చూడండి", "en": "More"},
    "skip": {"te": "దాటవేయండి", "en": "Skip"},
    "yes": {"te": "అవును", "en": "Yes"},
    "no": {"te": "కాదు", "en": "No"},
    "review": {"te": "*మీరు ఇచ్చిన వివరాలు*", "en": "*The details you gave*"},
    "correct": {"te": "అన్నీ సరైనవే", "en": "All correct"},
    "wrong": {"te": "ఒకటి మార్చాలి", "en": "Change something"},
    "which_change": {"te": "ఏ వివరం మార్చాలి?", "en": "Which detail shall we change?"},
    "nothing_to_change": {
        "te": "ఇప్పుడు మార్చగలిగే సమాధానం ఏదీ లేదు.",
        "en": "There is no answer that can be changed now.",
    },
    "nothing_back": {
        "te": "ఇక్కడి నుంచి వెనక్కి వెళ్లడం కుదరదు.",
        "en": "It is not possible to go back from here.",
    },
    "not_an_option": {
        "te": "దయచేసి ఇచ్చిన వాటిలో ఒకటి ఎంచుకోండి, లేదా దాని సంఖ్య పంపండి.",
        "en": "Please choose one of those given, or send its number.",
    },
    "way_out": {
        "te": "ఈ సేవ వద్దనుకుంటే *మెనూ* లేదా *ఆపు* అని పంపండి.",
        "en": "If you do not want this service, send *menu* or *stop*.",
    },
    "can_go_on": {
        "te": "మీరు ఇచ్చిన సమాధానాలు అలాగే ఉన్నాయి. తర్వాత కొనసాగించాలంటే *స్థితి* అని పంపండి.",
        "en": "What you have answered is kept. To go on later, send *status*.",
    },
    "desk_helped": {
        "te": "*{title}*\nసహాయ కేంద్రం మీ విషయం చూసింది.\n{reason}\n"
        "ఇంకా సహాయం కావాలంటే దయచేసి *మెనూ* అని పంపి, ఈ సేవను ఎంచుకోండి.",
        "en": "*{title}*\nThe help desk has seen to your request.\n{reason}\n"
        "If you still need help, please send *menu* and choose this service.",
    },
    "desk_unreached": {
        "te": "*{title}*\nసహాయ కేంద్రం అధికారి మిమ్మల్ని సంప్రదించడానికి ప్రయత్నించారు, కానీ కుదరలేదు.\n"
        "ఇంకా సహాయం కావాలంటే దయచేసి *మెనూ* అని పంపి, ఈ సేవను ఎంచుకోండి.",
        "en": "*{title}*\nAn officer of the help desk tried to contact you and could not reach you.\n"
        "If you still need help, please send *menu* and choose this service.",
    },
    "begun_before": {
        "te": "{title}\nఈ సేవను మీరు ఇప్పటికే మొదలుపెట్టారు; అది ఇంకా పూర్తి కాలేదు. దాన్నే కొనసాగిస్తారా, లేదా మళ్లీ మొదలుపెడతారా?",
        "en": "{title}\nYou have begun this service already and not finished it. Shall we go on with it, or begin again?",
    },
    "you_are_welcome": {
        "te": "ధన్యవాదాలు! ఇంకేదైనా సేవ కావాలంటే *మెనూ* అని పంపండి.",
        "en": "Thank you! For another service send *menu*.",
    },
    "about_why": {
        "te": "మీ వివరాలను దీనికి మాత్రమే వాడతాం: {why}",
        "en": "Your details are used for this only: {why}",
    },
    "about_papers_maybe": {
        "te": "అవసరమైతే అడుగుతాం: {papers}",
        "en": "We may ask for: {papers}",
    },
    "old_button": {
        "te": "ఆ ప్రశ్న ముగిసింది. ఇప్పటి ప్రశ్న ఇది:",
        "en": "That question is over. This is what we are asking now:",
    },
    "old_button_no_question": {
        "te": "ఆ బటన్ ఇప్పుడు పనిచేయదు.",
        "en": "That button no longer works.",
    },
    "one_moment": {
        "te": "వివరాలు చూస్తున్నాం. దయచేసి ఒక్క నిమిషం ఆగండి.",
        "en": "We are looking it up. Please wait a moment.",
    },
    "reminder": {
        "te": "మీ సమాధానం కోసం ఎదురుచూస్తున్నాం. వీలైనప్పుడు ఇక్కడి నుంచే కొనసాగించవచ్చు.",
        "en": "We are waiting for your answer. You can go on from here whenever you like.",
    },
    "stopped": {
        "te": 'సరే, ఈ సేవను ఆపేశాం. మళ్లీ మొదలుపెట్టడానికి "మెనూ" అని పంపండి.',
        "en": "All right, this service has been stopped. Send MENU to begin again.",
    },
    "cannot_stop": {
        "te": "ఇది ఇప్పటికే నమోదైంది కాబట్టి ఆపడం కుదరదు. ఈలోగా ఇతర సేవలు వాడుకోవచ్చు.",
        "en": "This is already registered and cannot be stopped. You can use other services meanwhile.",
    },
    "trouble": {
        "te": "క్షమించండి, మా వైపు ఒక సమస్య వచ్చింది. దయచేసి కొద్దిసేపటి తర్వాత మళ్లీ ప్రయత్నించండి.",
        "en": "Sorry, something went wrong on our side. Please try again after a while.",
    },
    "trouble_officer": {
        "te": "క్షమించండి, మా వైపు ఒక సమస్య వచ్చింది. మీ వివరాలను ఒక అధికారి పరిశీలిస్తారు. దయచేసి మళ్లీ చెల్లించవద్దు, మళ్లీ దరఖాస్తు చేయవద్దు.",
        "en": "Sorry, something went wrong on our side. An officer will look at your case. Please do not pay or apply again.",
    },
    "trouble_money": {
        "te": "క్షమించండి, మా వైపు ఒక సమస్య వచ్చింది. మీరు చెల్లించిన పూర్తి మొత్తం {amount} తిరిగి పంపుతున్నాం.",
        "en": "Sorry, something went wrong on our side. The full amount of {amount} that you paid is being returned.",
    },
    "pay_body": {
        "te": "{title}\nచెల్లించాల్సిన మొత్తం: {amount}\nదయచేసి {within} చెల్లించండి.",
        "en": "{title}\nAmount to pay: {amount}\nPlease pay within {within}.",
    },
    "within_minutes": {"te": "{count} నిమిషాల్లో", "en": "{count} minutes"},
    "within_hours": {"te": "{count} గంటల్లో", "en": "{count} hours"},
    "within_days": {"te": "{count} రోజుల్లో", "en": "{count} days"},
    "pay_button": {"te": "చెల్లించండి", "en": "Pay now"},
    "paid": {"te": "చెల్లింపు అందింది: {amount}.", "en": "Payment received: {amount}."},
    "pay_waiting": {
        "te": "చెల్లింపు ఇంకా అందలేదు. ఇప్పటికే చెల్లించి ఉంటే దయచేసి కొన్ని నిమిషాలు వేచి ఉండండి; మళ్లీ చెల్లించవద్దు.",
        "en": "The payment has not reached us yet. If you have paid, please wait a few minutes; do not pay again.",
    },
    "late_money": {
        "te": "మీ చెల్లింపు గడువు దాటాక అందింది. పూర్తి మొత్తం {amount} తిరిగి పంపుతున్నాం.",
        "en": "Your payment came after the time limit. The full amount of {amount} is being returned.",
    },
    "asked_again": {
        "te": "అధికారి ఈ వివరాలు మళ్లీ అడిగారు: {names}.",
        "en": "The officer has asked for these details again: {names}.",
    },
    "other_asks": {
        "te": "మరో సేవకు కూడా మీ సమాధానం కావాలి: {title}.\nఇప్పటి ప్రశ్న అలాగే ఉంటుంది; దీన్ని వీలైనప్పుడు తెరవవచ్చు.",
        "en": "Another service needs your answer too: {title}.\nThe present question stands; open this one when you like.",
    },
    "open": {"te": "తెరవండి", "en": "Open it"},
    "given_again": {
        "te": "ధన్యవాదాలు. మీ వివరాలు అధికారికి పంపాం.",
        "en": "Thank you. Your details have been sent to the officer.",
    },
    "moved_on": {
        "te": "దరఖాస్తు {number} ఇప్పుడు వీరి వద్ద ఉంది: {holder}.",
        "en": "Application {number} is now with: {holder}.",
    },
    "reason": {"te": "కారణం: {reason}", "en": "Reason: {reason}"},
    "add_another": {"te": "మరొకటి చేర్చాలి", "en": "Add another"},
    "remove_last": {"te": "చివరిది తీసేయాలి", "en": "Remove the last"},
    "list_complete": {"te": "జాబితా పూర్తయింది", "en": "List is complete"},
    "list_so_far": {
        "te": "{title}:\n{lines}\n\nఇంకా చేర్చాలా?",
        "en": "{title}:\n{lines}\n\nShall we add another?",
    },
    "paper": {
        "te": "{paper}\nదయచేసి ఫోటో లేదా PDF పంపండి.",
        "en": "{paper}\nPlease send a photo or a PDF.",
    },
    "paper_or": {"te": "(ఇది లేకపోతే: {others})", "en": "(if you do not have it: {others})"},
    "bring": {"te": "వచ్చేటప్పుడు తీసుకురండి: {papers}", "en": "Please bring along: {papers}"},
    "about_papers": {"te": "సిద్ధంగా ఉంచుకోండి: {papers}", "en": "Please keep ready: {papers}"},
    "about_takes": {"te": "పట్టే సమయం (గరిష్ఠంగా): {takes}", "en": "Time taken (at most): {takes}"},
    "about_fee": {"te": "రుసుము: {amount}", "en": "Fee: {amount}"},
    "about_fee_each": {"te": "రుసుము (ఒక్కొక్కటికి): {amount}", "en": "Fee for each: {amount}"},
    "about_fee_more": {"te": "కనీస రుసుము: {amount}", "en": "Minimum fee: {amount}"},
    "about_sample": {
        "te": "(నమూనా సేవ: వివరాలు ఇంకా ధ్రువీకరించలేదు)",
        "en": "(Sample service: the facts are not yet verified)",
    },
    "continue_case": {"te": "కొనసాగించండి", "en": "Continue"},
    "my_applications": {"te": "నా దరఖాస్తులు", "en": "My applications"},
    "mine_body": {
        "te": "మీ దరఖాస్తులు ఇవి. వివరాలు చూడటానికి ఒకటి ఎంచుకోండి.",
        "en": "These are your applications. Choose one to see more.",
    },
    "mine_none": {"te": "మీ పేరుతో ఇంకా దరఖాస్తులు లేవు.", "en": "You have no applications yet."},
    "language_row": {"te": "భాష / Language", "en": "భాష / Language"},
    "state_asking": {"te": "మీ సమాధానం కావాలి", "en": "Needs your answer"},
    "state_paying": {"te": "చెల్లింపు కావాలి", "en": "Needs your payment"},
    "state_working": {"te": "పని జరుగుతోంది", "en": "In progress"},
    "state_parked": {"te": "పరిశీలనలో ఉంది", "en": "Under way"},
    "state_ended": {"te": "ముగిసింది", "en": "Finished"},
    "result_success": {"te": "పూర్తయింది", "en": "Completed"},
    "result_rejected": {"te": "ఆమోదించలేదు", "en": "Not approved"},
    "result_duplicate": {"te": "ఇప్పటికే నమోదై ఉంది", "en": "Already registered"},
    "result_abandoned": {"te": "పూర్తి కాలేదు", "en": "Not completed"},
    "result_failed": {"te": "పూర్తి కాలేదు", "en": "Not completed"},
    "result_handoff": {"te": "సహాయ కేంద్రానికి పంపాం", "en": "With the help desk"},
    "result_helped": {"te": "సహాయ కేంద్రం మాట్లాడింది", "en": "The help desk has seen to it"},
    "result_unreached": {
        "te": "సహాయ కేంద్రం మిమ్మల్ని చేరలేకపోయింది",
        "en": "The help desk could not reach you",
    },
    "result_expired": {"te": "గడువు దాటింది", "en": "Time is over"},
    "send_again": {"te": "పత్రం మళ్లీ పంపండి", "en": "Send it again"},
    "status_line": {
        "te": "{title}\nస్థితి: {state}",
        "en": "{title}\nStatus: {state}",
    },
    "what_next": {"te": "ఏమి చేయాలి?", "en": "What would you like to do?"},
    "help": {
        "te": "మీకు కావలసిన సేవ పేరు రాయవచ్చు. ఎప్పుడైనా ఇవి కూడా పంపవచ్చు:\n"
        "*మెనూ* - అన్ని సేవలు\n*వెనక్కి* - మునుపటి ప్రశ్న\n*మార్చు* - సమాధానం మార్చడం\n"
        "*స్థితి* - నా దరఖాస్తులు\n*తనిఖీ* - పత్రం అసలైనదో కాదో చూడటం\n*భాష* - భాష మార్చడం\n*ఆపు* - ఈ సేవను ఆపడం",
        "en": "You may type the name of a service. At any time you can also send:\n"
        "*menu* - all services\n*back* - the previous question\n*change* - change an answer\n"
        "*status* - my applications\n*verify* - whether a certificate is genuine\n"
        "*language* - change the language\n*stop* - stop this service",
    },
    "unusable": {
        "te": "దీన్ని ఇక్కడ చదవలేకపోయాం. దయచేసి టైప్ చేయండి, లేదా కింద అడిగినది పంపండి.",
        "en": "We could not read that here. Please type it, or send what is asked below.",
    },
    "cannot_listen": {
        "te": "క్షమించండి, వాయిస్ సందేశాలను ఇంకా వినలేకపోతున్నాం. దయచేసి టైప్ చేయండి, లేదా కింద అడిగినది పంపండి.",
        "en": "Sorry, we cannot listen to voice notes yet. Please type it, or send what is asked below.",
    },
    "file_lost": {
        "te": "మీరు పంపిన ఫైల్ మాకు పూర్తిగా అందలేదు. దయచేసి మళ్లీ పంపండి.",
        "en": "The file you sent did not reach us in full. Please send it again.",
    },
    "file_refused": {
        "te": "మీరు పంపిన ఫైల్‌ను తెరవలేకపోయాం. దయచేసి ఫోటో (JPEG, PNG) లేదా PDF పంపండి.",
        "en": "We cannot open the file you sent. Please send a photo (JPEG, PNG) or a PDF.",
    },
    "file_lost_late": {
        "te": "మీరు ఇంతకుముందు పంపిన ఒక ఫైల్ మాకు అందలేదు. అది అవసరమైతే అధికారులు మళ్లీ అడుగుతారు.",
        "en": "A file you sent earlier did not reach us. If the office needs it, it will ask you again.",
    },
    "ended_before": {
        "te": 'ఈ సేవ ముగిసింది. కొత్తగా మొదలుపెట్టడానికి "మెనూ" అని పంపండి.',
        "en": "This service has finished. Send MENU to begin anew.",
    },
}


def phrase(key: str, language: str, **values: str) -> str:
    """Return these words in this language (English where we have none), with the values put in."""
    words = PHRASES[key]
    text = words.get(language) or words["en"]
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text

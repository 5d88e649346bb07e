"""The words for days and months that people of Andhra Pradesh type, in every script they use."""

from __future__ import annotations

from engine.domain.answers.number_words import key

_MONTHS = """
jan january janavari జనవరి जनवरी جنوری
feb february ఫిబ్రవరి फरवरी फ़रवरी فروری
mar march marchi మార్చి मार्च مارچ
apr april epril ఏప్రిల్ ఎప్రిల్ ఏప్రియల్ अप्रैल اپریل
may మే मई مئی
jun june జూన్ जून جون
jul july julai జులై జూలై జూలాయి जुलाई جولائی
aug august agastu agast agust ఆగస్టు ఆగష్టు ఆగస్ట్ ఆగష్ట్ अगस्त اگست
sep sept september septembar సెప్టెంబర్ సెప్టెంబరు सितंबर सितम्बर ستمبر
oct october aktobar octobar అక్టోబర్ అక్టోబరు अक्टूबर अक्तूबर اکتوبر
nov november navambar నవంబర్ నవంబరు नवंबर नवम्बर نومبر
dec december disembar డిసెంబర్ డిసెంబరు दिसंबर दिसम्बर دسمبر
"""

_DAYS_AWAY = """
0 today ivala ivvala ivaala eeroju iroju నేడు ఈరోజు ఇవాళ ఇవ్వాళ aaj आज آج
1 tomorrow tomorow tmrw tmr repu repatiki repati రేపు రేపటికి రేపటి
2 ellundi yellundi ellundiki ఎల్లుండి ఎల్లుండికి
-1 yesterday ninna nina నిన్న
-2 monna మొన్న
"""

_BOTH_WAYS = """
1 kal कल کل
2 parso parson parsu परसों परसो پرسوں
"""

_WEEKDAYS = """
monday mon somavaram somvar సోమవారం सोमवार پیر
tuesday tue tues mangalavaram mangalvar మంగళవారం मंगलवार منگل
wednesday wed budhavaram budavaram budhvar బుధవారం बुधवार بدھ
thursday thu thurs guruvaram guruvar lakshmivaram గురువారం లక్ష్మివారం बृहस्पतिवार गुरुवार جمعرات
friday fri sukravaram shukravaram shukravar శుక్రవారం शुक्रवार جمعہ
saturday sat sanivaram shanivaram shanivar శనివారం शनिवार ہفتہ
sunday sun adivaram aadivaram ravivar itvar ఆదివారం రవివారం रविवार इतवार اتوار
"""

_FILLERS = """
on date dated tedi tedee thedi tedhi na naadu is the of my dob birth born st nd rd th va vaa ki ku ee i this roju
next coming come will vastanu vasta vastam vostanu aunga ayenge vache vacche vachche raboye agle sir andi garu
morning evening afternoon udayam sayantram subah shaam ఉదయం సాయంత్రం మధ్యాహ్నం सुबह शाम दोपहर ही صبح شام دوپہر ہی
తేదీ తేదీన తేది న నాడు వ కి కు నా ఈ రోజు రోజున వచ్చే రాబోయే వస్తాను వస్తాం వస్తా అండి గారు आऊंगा आएंगे आने वाले तारीख को अगले इस تاریخ کو
"""

_LAST = "last gata poyina previous pichle గత పోయిన पिछले پچھلے"
_DAY_UNITS = "day days roju rojulu rojula rojullo రోజు రోజులు రోజుల రోజుల్లో din दिन दिनों دن دنوں"
_WEEK_UNITS = "week weeks varam varalu varala వారం వారాలు వారాల hafte haftha हफ्ते ہفتے"
_LATER = "after later in tarvata tarwata taruvata tharvatha తర్వాత తరువాత baad bad बाद में mein بعد"
_EARLIER = "ago before back kritam kindata mundu క్రితం కిందట ముందు pehle पहले پہلے"


def _numbered(lines: str) -> dict[str, int]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {key(word): int(number) for number, *words in rows for word in words}


def _listed(lines: str, first: int) -> dict[str, int]:
    rows = enumerate(lines.strip().splitlines(), first)
    return {key(word): number for number, line in rows for word in line.split()}


def _words(line: str) -> frozenset[str]:
    return frozenset(key(word) for word in line.split())


MONTHS = _listed(_MONTHS, 1)
DAYS_AWAY = _numbered(_DAYS_AWAY)
BOTH_WAYS = _numbered(_BOTH_WAYS)
"""Hindi and Urdu words that mean so many days ahead or back: only the citizen knows which."""

WEEKDAYS = _listed(_WEEKDAYS, 0)
FILLERS = _words(_FILLERS)
LAST = _words(_LAST)
DAY_UNITS = _words(_DAY_UNITS)
WEEK_UNITS = _words(_WEEK_UNITS)
LATER = _words(_LATER)
EARLIER = _words(_EARLIER)

PHRASES = (
    ("day after tomorrow", 2),
    ("day before yesterday", -2),
    ("ee roju", 0),
    ("ఈ రోజు", 0),
    ("ఈ నాడు", 0),
)
"""Days named with more than one word."""

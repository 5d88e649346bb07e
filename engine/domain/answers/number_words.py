"""The words for numbers that people of Andhra Pradesh type: Telugu and Hindi in both scripts, English, Urdu."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction

_UNITS = """
0 zero nil none sunna సున్నా shunya शून्य صفر
1 okaru ఒకరు one okati oka okka ఒకటి ఒక ఒక్క ek एक ایک
2 iddaru ఇద్దరు two rendu రెండు do दो دو
3 mugguru ముగ్గురు three mudu మూడు teen तीन تین
4 naluguru నలుగురు four nalugu నాలుగు char चार چار
5 aiduguru ఐదుగురు five aidu ayidu ఐదు అయిదు panch पांच पाँच پانچ
6 aruguru ఆరుగురు six aru ఆరు cheh chhe chah chhah छह छः छै چھ
7 eduguru ఏడుగురు seven edu yedu ఏడు saat सात سات
8 eight enimidi yenimidi ఎనిమిది aath आठ آٹھ
9 nine tommidi thommidi తొమ్మిది nau nao नौ نو
10 ten padi పది das दस دس
11 eleven padakondu పదకొండు gyarah gyara ग्यारह گیارہ
12 twelve pannendu పన్నెండు barah bara बारह بارہ
13 thirteen padamudu పదమూడు terah तेरह تیرہ
14 fourteen padnalugu padhnalugu పద్నాలుగు పధ్నాలుగు chaudah चौदह چودہ
15 fifteen padihenu పదిహేను pandrah पंद्रह पन्द्रह پندرہ
16 sixteen padaharu పదహారు solah सोलह سولہ
17 seventeen padihedu పదిహేడు satrah सत्रह سترہ
18 eighteen paddenimidi పద్దెనిమిది athara atharah अठारह اٹھارہ
19 nineteen pantommidi panthommidi పంతొమ్మిది పందొమ్మిది unnis उन्नीस انیس
20 twenty iravai iravayi irvai ఇరవై ఇరవయి bees बीस بیس
21 इक्कीस
22 बाईस
23 तेईस
24 चौबीस
25 patika పాతిక pachees pachis pacchis पच्चीस پچیس
26 छब्बीस
27 सत्ताईस
28 अट्ठाईस अठाईस
29 उनतीस
30 thirty muppai muppayi muppaii ముప్పై ముప్ఫై tees तीस تیس
31 इकतीस
32 बत्तीस
33 तैंतीस
34 चौंतीस
35 paintees पैंतीस
36 छत्तीस
37 सैंतीस
38 अड़तीस
39 उनतालीस
40 forty fourty nalabhai nalabai nalbhai నలభై నలబై chalis चालीस چالیس
41 इकतालीस
42 बयालीस
43 तैंतालीस
44 चौवालीस चवालीस
45 paintalis पैंतालीस
46 छियालीस
47 सैंतालीस
48 अड़तालीस
49 उनचास
50 fifty yabhai yabai ebhai యాభై ఏభై యాబై pachas पचास پچاس
51 इक्यावन
52 बावन
53 तिरपन
54 चौवन
55 पचपन
56 छप्पन
57 सत्तावन
58 अट्ठावन
59 उनसठ
60 sixty aravai అరవై saath sath साठ ساٹھ
61 इकसठ
62 बासठ
63 तिरसठ
64 चौंसठ
65 पैंसठ
66 छियासठ
67 सड़सठ
68 अड़सठ
69 उनहत्तर
70 seventy debbai debbhai డెబ్బై డెబ్భై sattar सत्तर ستر
71 इकहत्तर
72 बहत्तर
73 तिहत्तर
74 चौहत्तर
75 pachattar pachhattar पचहत्तर
76 छिहत्तर
77 सतहत्तर
78 अठहत्तर
79 उन्यासी
80 eighty enabhai enabai yenabhai ఎనభై ఎనబై assi अस्सी اسی
81 इक्यासी
82 बयासी
83 तिरासी
84 चौरासी
85 पचासी
86 छियासी
87 सत्तासी
88 अट्ठासी
89 नवासी
90 ninety tombhai thombhai tombai తొంభై తొంబై nabbe नब्बे نوے
91 इक्यानवे
92 बानवे
93 तिरानवे
94 चौरानवे
95 पचानवे
96 छियानवे
97 सत्तानवे
98 अट्ठानवे
99 निन्यानवे
3/2 dedh डेढ़ ڈیڑھ
5/2 dhai ढाई ڈھائی
1/2 half ara సగం అర అరా aadha adha आधा आधी آدھا ½
1/4 quarter pavu పావు ¼
3/4 muppavu ముప్పావు paun पौन ¾
"""

_MULTIPLIERS = """
100 hundred hundreds vanda vandalu vandala nuru nuta వంద వందలు వందల నూరు నూట sau सौ سو
1000 thousand thousands k veyi velu vela veyyi వెయ్యి వేయి వేలు వేల hazar hazaar hajar हजार हज़ार ہزار
100000 lakh lakhs lac lacs l laksha lakshalu lakshala లక్ష లక్షలు లక్షల లక్షా lakhon लाख لاکھ
10000000 crore crores cr koti kotlu kotla కోటి కోట్లు కోట్ల karod करोड़ کروڑ
"""

_OFFSETS = """
1/4 sava सवा سوا
1/2 sadhe saade साढ़े ساڑھے
-1/4 paune पौने پونے
"""

_FILLERS = """
a an and about approx approximately around only just is rs re inr rupee rupees rupayalu rupayala rupay
rupaye rupaya rupai rupaayalu year years yr yrs month months day days acre acres cent cents kg kgs
members people th st nd rd
రూ రూపాయలు రూపాయల రూపాయి మాత్రమే సుమారు సుమారుగా దాదాపు మరియు ఏళ్లు ఏళ్ళు సంవత్సరాలు మంది ఎకరాలు నెలలు రోజులు
matrame sumaru sumaruga dadapu samvatsaralu mandi ekaralu
रुपये रुपए रु रुपया और साल लगभग सिर्फ aur saal lagbhag sirf روپے سال اور
"""

_SAME_SOUND = (
    (re.compile("a{2,}"), "a"),
    (re.compile("e{2,}|i{2,}"), "i"),
    (re.compile("o{2,}|u{2,}"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("w"), "v"),
)


def key(word: str) -> str:
    """Return the spelling a word is looked up by: one spelling for long vowels and doubled letters in Latin.

    This fold is gentle on purpose: *aidu* (5) and *edu* (7), *saat* (7) and *saath* (60) must stay apart.
    """
    if not (word.isascii() and word.isalpha()):
        return unicodedata.normalize("NFC", word)
    for pattern, replacement in _SAME_SOUND:
        word = pattern.sub(replacement, word)
    return word


def table(lines: str) -> Mapping[str, Fraction]:
    """Return word to number from lines that begin with the number."""
    rows = (line.split() for line in lines.strip().splitlines())
    return {key(word): Fraction(number) for number, *words in rows for word in words}


UNITS = table(_UNITS)
"""Numbers below 100, and the few fractions that have a word."""

MULTIPLIERS = {word: int(number) for word, number in table(_MULTIPLIERS).items()}

OFFSETS = table(_OFFSETS)
"""Hindi words that move the next number: *sadhe teen* is three and a half."""

FILLERS = frozenset(key(word) for word in _FILLERS.split())
"""Words that stand beside a number and change nothing."""

AND_A_HALF = ("న్నర", "nara")
"""Telugu endings that add a half: రెండున్నర; in Latin after the fold above."""

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
21 इक्कीस ikkis اکیس
22 बाईस bais بائیس
23 तेईस teis تئیس
24 चौबीस chaubis چوبیس
25 patika పాతిక pachees pachis pacchis पच्चीस پچیس
26 छब्बीस chhabbis چھبیس
27 सत्ताईस sattais ستائیس
28 अट्ठाईस अठाईस atthais اٹھائیس
29 उनतीस untis انتیس
30 thirty muppai muppayi muppaii ముప్పై ముప్ఫై tees तीस تیس
31 इकतीस ikattis اکتیس
32 बत्तीस battis بتیس
33 तैंतीस taintis تینتیس
34 चौंतीस chauntis چونتیس
35 paintees पैंतीस پینتیس
36 छत्तीस chhattis چھتیس
37 सैंतीस saintis سینتیس
38 अड़तीस adtis اڑتیس
39 उनतालीस untalis انتالیس
40 forty fourty nalabhai nalabai nalbhai నలభై నలబై chalis चालीस چالیس
41 इकतालीस iktalis اکتالیس
42 बयालीस bayalis بیالیس
43 तैंतालीस taintalis تینتالیس
44 चौवालीस चवालीस chavalis چوالیس
45 paintalis पैंतालीस پینتالیس
46 छियालीस chhiyalis چھیالیس
47 सैंतालीस saintalis سینتالیس
48 अड़तालीस adtalis اڑتالیس
49 उनचास unchas انچاس
50 fifty yabhai yabai ebhai యాభై ఏభై యాబై pachas पचास پچاس
51 इक्यावन ikyavan اکیاون
52 बावन bavan باون
53 तिरपन tirpan ترپن
54 चौवन chauvan چون
55 पचपन pachpan پچپن
56 छप्पन chhappan چھپن
57 सत्तावन sattavan ستاون
58 अट्ठावन atthavan اٹھاون
59 उनसठ unsath انسٹھ
60 sixty aravai అరవై saath sath साठ ساٹھ
61 इकसठ iksath اکسٹھ
62 बासठ basath باسٹھ
63 तिरसठ tirsath ترسٹھ
64 चौंसठ chaunsath چونسٹھ
65 पैंसठ painsath پینسٹھ
66 छियासठ chhiyasath چھیاسٹھ
67 सड़सठ sadsath سڑسٹھ
68 अड़सठ adsath اڑسٹھ
69 उनहत्तर unhattar انہتر
70 seventy debbai debbhai డెబ్బై డెబ్భై sattar सत्तर ستر
71 इकहत्तर ikhattar اکہتر
72 बहत्तर bahattar بہتر
73 तिहत्तर tihattar تہتر
74 चौहत्तर chauhattar چوہتر
75 pachattar pachhattar पचहत्तर پچھتر
76 छिहत्तर chhihattar چھہتر
77 सतहत्तर satattar ستتر
78 अठहत्तर athhattar اٹھہتر
79 उन्यासी unasi اناسی
80 eighty enabhai enabai yenabhai ఎనభై ఎనబై assi अस्सी اسی
81 इक्यासी ikyasi اکیاسی
82 बयासी bayasi بیاسی
83 तिरासी tirasi تراسی
84 चौरासी chaurasi چوراسی
85 पचासी pachasi پچاسی
86 छियासी chhiyasi چھیاسی
87 सत्तासी sattasi ستاسی
88 अट्ठासी atthasi اٹھاسی
89 नवासी navasi نواسی
90 ninety tombhai thombhai tombai తొంభై తొంబై nabbe नब्बे نوے
91 इक्यानवे ikyanve اکیانوے
92 बानवे banve بانوے
93 तिरानवे tiranve ترانوے
94 चौरानवे chauranve چورانوے
95 पचानवे pachanve پچانوے
96 छियानवे chhiyanve چھیانوے
97 सत्तानवे sattanve ستانوے
98 अट्ठानवे atthanve اٹھانوے
99 निन्यानवे ninyanve ننانوے
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
members people persons person adults kids children boys girls old th st nd rd
రూ రూపాయలు రూపాయల రూపాయి మాత్రమే సుమారు సుమారుగా దాదాపు మరియు ఏళ్లు ఏళ్ళు సంవత్సరాలు మంది ఎకరాలు నెలలు రోజులు
matrame sumaru sumaruga dadapu samvatsaralu mandi ekaralu pillalu sabhyulu
పిల్లలు సభ్యులు వ్యక్తులు మందిమి ఏండ్లు वर्ष बच्चे सदस्य بچے
लोग log لوگ जन रुपये रुपए रु रुपया और साल लगभग सिर्फ aur saal lagbhag sirf روپے سال اور
"""

_LIMITS = """
less below under upto within more above over minimum maximum atleast atmost least than
lopu lopala takuva takkuva ekuva ekkuva paina pina kante daka varaku
లోపు లోపల తక్కువ ఎక్కువ పైన పైగా కంటే దాకా వరకు
kam zyada jyada adhik tak कम ज़्यादा ज्यादा अधिक तक کم زیادہ تک
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


Exact = int | Fraction
"""A number without rounding; whole ones are `int`, which is quicker to add."""


def table(lines: str) -> Mapping[str, Exact]:
    """Return word to number from lines that begin with the number."""
    rows = (line.split() for line in lines.strip().splitlines())
    return {key(word): _exact(number) for number, *words in rows for word in words}


def _exact(written: str) -> Exact:
    value = Fraction(written)
    return value.numerator if value.denominator == 1 else value


UNITS = table(_UNITS)
"""Numbers below 100, and the few fractions that have a word."""

MULTIPLIERS = {word: int(number) for word, number in table(_MULTIPLIERS).items()}

OFFSETS = table(_OFFSETS)
"""Hindi words that move the next number: *sadhe teen* is three and a half."""

FILLERS = frozenset(key(word) for word in _FILLERS.split())
"""Words that stand beside a number and change nothing."""

LIMITS = frozenset(key(word) for word in _LIMITS.split())
"""Words that make a number a limit: "less than 1 lakh" says no amount."""

AND_A_HALF = ("న్నర", "nara")
"""Telugu endings that add a half: రెండున్నర; in Latin after the fold above."""

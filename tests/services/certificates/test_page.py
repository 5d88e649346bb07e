"""The page: complete, inert, the same every time, one sheet, and its code leads to its page."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
import zxingcpp
from PIL import Image

from engine.language.code_size import token_bytes
from engine.services.certificates import CertificateRecord, FieldsError, Press, UnprintableError
from engine.services.certificates.kinds import CertificateKind, Field, kind_of
from engine.services.certificates.qr import MODULE_MM, QUIET_MODULES
from engine.services.certificates.record import Value, checked_fields
from engine.services.certificates.render import PREVIEW_PPI, nastaliq, page_data
from engine.services.certificates.token import write_link
from tests.services.certificates.conftest import FIELDS, press_of

Record = Callable[..., CertificateRecord]
QUIET_MM: Final = QUIET_MODULES * MODULE_MM
NAMES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
)
KINDS = sorted(
    path.stem
    for path in Path(__file__).resolve().parents[3].glob("catalog/_shared/certificates/*.yaml")
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def text_of(pdf: bytes) -> str:
    """Return what a reader copies out of the page, on one line."""
    done = subprocess.run(["pdftotext", "-q", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


def without_spaces(text: str) -> str:
    return "".join(text.split())


LONG: Final = {
    "te": "క్షేత్రపాలపురం ",
    "en": "Kshetrapalapuram ",
    "hi": "क्षेत्रपालपुरम ",
    "ur": "محمد یوسف ",
    "widest Latin": "WMW ",
    "widest Telugu": "ఝౌఔ ",
}
"""Words that long values are made of."""


def longest(field: Field, words: str = LONG["te"]) -> Value:
    def line(most: int) -> str:
        return (words * most)[:most]

    if field.shown_as == "photograph":
        return "0" * field.most
    row = tuple(line(column.most) for column in field.columns)
    return [row or line(field.most)] * field.lines if field.lines else line(field.most)


def longest_fields(kind: CertificateKind, words: str = LONG["te"]) -> dict[str, Value]:
    return {field.name: longest(field, words) for field in kind.fields}


def full(kind: CertificateKind, record: CertificateRecord, words: str) -> CertificateRecord:
    """Return a record whose values and code are as long as they can be."""
    token = b"\xff" * token_bytes(kind)
    code = write_link("https://mitra.ap.gov.in", record.id, token)
    return replace(record, fields=longest_fields(kind, words), token=token, code=code)


@pytest.mark.parametrize("kind", FIELDS)
def test_it_gives_the_same_bytes_for_the_same_record(
    kind: str, press: Press, record: Record, repository: Path
) -> None:
    another_press = press_of(repository)

    first = press.pdf(record(kind))
    press.pdf(record(kind, sandbox=False))

    assert first.startswith(b"%PDF-")
    assert another_press.pdf(record(kind)) == first


def test_it_is_an_archival_and_accessible_document(press: Press, record: Record) -> None:
    pdf = press.pdf(record())

    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert re.search(rb"/Lang *\(te", pdf)


@pytest.mark.parametrize("language", ["te", "en", "hi", "ur"])
@pytest.mark.parametrize("kind", ["receipt", "acknowledgement"])
def test_it_speaks_the_citizens_language_first(
    kind: str, language: str, press: Press, record: Record
) -> None:
    pdf = press.pdf(record(kind, language=language))

    assert re.search(rb"/Lang *\(%s" % language.encode(), pdf)
    assert press.pdf(record(kind, language=language)) == pdf
    assert press.pdf(record(kind, language="te")) != pdf or language == "te"


def test_a_language_that_a_paper_does_not_speak_is_no_obstacle(
    press: Press, record: Record
) -> None:
    assert press.pdf(record("receipt", language="ta")) == press.pdf(record("receipt"))


@pytest.mark.skipif(not nastaliq(), reason="Noto Nastaliq Urdu (fonts-noto-core) is not installed")
def test_urdu_is_set_in_nastaliq_where_there_is_room(press: Press, record: Record) -> None:
    full = longest_fields(press.kinds["acknowledgement"])
    urdu = {name: ("محمد یوسف " * 10)[: len(str(value))] for name, value in full.items()}

    assert b"NotoNastaliqUrdu" in press.pdf(record("receipt", language="ur"))
    crowded = record("acknowledgement", urdu, language="ur")
    crowded = replace(crowded, code=f"{crowded.verify_url.upper()}#{'1234567890' * 100}")
    assert b"NotoNastaliqUrdu" not in press.pdf(crowded)


def test_urdu_is_set_in_naskh_where_there_is_no_nastaliq(repository: Path, record: Record) -> None:
    pdf = press_of(repository, urdu=()).pdf(record("receipt", language="ur"))

    assert b"NotoNastaliqUrdu" not in pdf
    assert b"NotoSansArabic" in pdf


@needs_pdftotext
def test_it_says_what_it_was_given(press: Press, record: Record) -> None:
    said = text_of(press.pdf(record()))

    for words in ("Sample Citizen", "₹1,20,000", record().number, "15-01-2026", "15-01-2030"):
        assert words in said
    assert "ఆదాయ" in said
    assert record().verify_url in said


@needs_pdftotext
def test_it_marks_a_sample_and_only_a_sample(press: Press, record: Record) -> None:
    assert "SAMPLE" in text_of(press.pdf(record(sandbox=True)))
    assert "SAMPLE" not in text_of(press.pdf(record(sandbox=False)))


@needs_pdftotext
@pytest.mark.parametrize("case", NAMES, ids=lambda case: str(case["it"]))
def test_it_prints_a_name_as_a_name(case: dict[str, str], press: Press, record: Record) -> None:
    fields = {"applicant": case["name"], "income": "₹1"}
    printed = case.get("printed", case["name"])

    assert checked_fields(press.kinds["income_certificate"], fields)["applicant"] == printed
    page = without_spaces(text_of(press.pdf(record(fields=fields))))

    if printed.isascii():
        assert without_spaces(printed) in page


def test_it_refuses_fields_that_do_not_fit_and_names_each(press: Press, record: Record) -> None:
    wrong: dict[str, Value] = {
        "applicant": "x" * 81,
        "income": [],
        "adress": "slip of the pen",
        "district": ["a list"],
    }

    with pytest.raises(FieldsError) as refused:
        press.pdf(record(fields=wrong))

    for name in ("applicant", "income", "adress", "district"):
        assert f"'{name}'" in str(refused.value)


def test_it_refuses_a_letter_that_no_font_has(press: Press, record: Record) -> None:
    with pytest.raises(UnprintableError, match="REV-INC"):
        press.pdf(record(fields={"applicant": "漢字", "income": "₹1"}))


@pytest.mark.parametrize("words", LONG)
@pytest.mark.parametrize("kind", KINDS)
def test_it_fits_one_page_with_the_longest_fields(
    kind: str, words: str, press: Press, record: Record
) -> None:
    language = words if len(words) == 2 else ""
    longest_one = full(press.kinds[kind], record(kind, {}, language=language), LONG[words])

    pdf = press.pdf(longest_one)

    assert len(re.findall(rb"/Type */Page\b(?!s)", pdf)) == 1


@pytest.mark.parametrize("kind", ["hall_ticket", "darshan_ticket", "receipt", "trade_licence"])
def test_a_page_made_smaller_keeps_its_code_in_the_size_that_is_read(
    kind: str, press: Press, record: Record
) -> None:
    crowded = full(press.kinds[kind], record(kind, {}), LONG["widest Latin"])
    page = Image.open(BytesIO(press.png(crowded))).convert("L")

    (seen,) = zxingcpp.read_barcodes(page)

    assert seen.text == crowded.code
    wide_mm = (seen.position.top_right.x - seen.position.top_left.x) / PREVIEW_PPI * 25.4
    assert wide_mm >= page_data(press.kinds[kind], crowded)["qr_mm"] - 2 * QUIET_MM - 1


def test_a_paper_too_full_for_its_own_page_is_set_on_the_standard_one(
    press: Press, record: Record
) -> None:
    declared = press.kinds["receipt"].declared

    def receipt(most: int) -> CertificateKind:
        service = {**declared["fields"]["service"], "most": most}
        return kind_of({**declared, "fields": {**declared["fields"], "service": service}})

    standard = press.pdf(record("receipt", longest_fields(receipt(1_200))), receipt(1_200))

    assert len(re.findall(rb"/Type */Page\b(?!s)", standard)) == 1
    crowded = record("receipt", longest_fields(receipt(9_000)))
    with pytest.raises(UnprintableError, match="does not fit one page"):
        press.pdf(crowded, receipt(9_000))


def test_a_page_that_was_tried_out_is_not_drawn_again(
    repository: Path, tmp_path: Path, press: Press, record: Record
) -> None:
    templates = shutil.copytree(repository / "templates" / "certificates", tmp_path / "templates")
    own = Press(templates, lambda: press.kinds)
    proved = record("hall_ticket", proof="c2sp.org/tlog-proof@v1")
    own.try_out(record("hall_ticket"))
    (templates / "hall_ticket" / "certificate.typ").write_text("#nothing", encoding="utf-8")

    assert own.pdf(proved) == press.pdf(proved)
    with pytest.raises(UnprintableError):
        own.pdf(proved)


def test_a_page_tried_out_is_used_for_the_same_record_alone(press: Press, record: Record) -> None:
    tried, other = record(fields={"applicant": "Ravi", "income": "₹1"}), record()

    press.try_out(tried)

    assert press.pdf(other) == press.pdf(other) != press.pdf(tried)


@pytest.mark.parametrize("host", ["https://certificates.example.in", "http://127.0.0.1:8000"])
@pytest.mark.parametrize("kind", FIELDS)
def test_its_code_leads_to_its_page(kind: str, host: str, press: Press, record: Record) -> None:
    page = Image.open(BytesIO(press.png(record(kind, host=host)))).convert("L")

    found = zxingcpp.read_barcodes(page)

    assert [code.text for code in found] == [record(kind, host=host).verify_url.upper()]
    assert found[0].ec_level == "M"


def test_it_is_drawn_quickly(press: Press, record: Record) -> None:
    press.pdf(record())

    def once(name: str) -> float:
        fields = {"applicant": name, "income": "₹1"}
        began = time.process_time()
        press.try_out(record(fields=fields))
        press.pdf(record(fields=fields, proof="c2sp.org/tlog-proof@v1"))
        return time.process_time() - began

    least = min(once(f"Sample {each}") for each in range(5))
    assert least < 0.060 * 3, "three times the target is a fault"


def test_it_prints_nothing_but_data(press: Press, record: Record) -> None:
    data = page_data(press.kinds["income_certificate"], record())

    assert data["fields"] == {"applicant": "Sample Citizen", "income": "₹1,20,000"}
    assert data["qr_mm"] >= 0.58 * 33

"""A PDF signed with a document signer's certificate: every reader sees who signed it, and one changed byte shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from engine.runtime import blobs
from engine.services.certificates import Press
from engine.services.certificates.pades import open_signer
from engine.services.certificates.record import SignerError
from engine.settings import SettingsError, read
from engine.wiring.finishing import finishing
from tests.services.certificates.counter import NOW, Counter
from tests.services.certificates.test_readable import sample
from tests.services.homes import Home

PASSPHRASE = b"sample passphrase"
DAY = timedelta(days=1)


def made(folder: Path, first: datetime, last: datetime) -> tuple[Path, bytes]:
    """Return a PKCS #12 file of a document signer, and the certificate of the authority that stands for it."""
    authority, signer = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    root = _certificate("Sample Authority", authority, "Sample Authority", authority, first, last)
    own = _certificate("Sample State", signer, "Sample Authority", authority, first, last)
    file = folder / "signer.p12"
    lock = serialization.BestAvailableEncryption(PASSPHRASE)
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"state", signer, own, [root], lock))
    return file, root.public_bytes(serialization.Encoding.DER)


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey,
    first: datetime, last: datetime,
) -> x509.Certificate:  # fmt: skip
    def called(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    is_root = name == issuer
    usage = dict.fromkeys(
        (
            "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    usage |= {
        "digital_signature": not is_root,
        "content_commitment": not is_root,
        "key_cert_sign": is_root,
        "crl_sign": is_root,
    }
    return (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(by, hashes.SHA256())
    )


@pytest.fixture
def around() -> tuple[datetime, datetime]:
    """Signing takes the machine's own time, as readers do."""
    now = datetime.now(UTC)
    return now - DAY, now + DAY


def looked_at(pdf: bytes, root: bytes) -> tuple[bool, bool]:
    """Return whether a reader finds the signature right, and whether it trusts who signed."""
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    context = ValidationContext(trust_roots=[asn1.Certificate.load(root)], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    return status.intact and status.valid and bool(status.docmdp_ok), status.trusted


def test_a_reader_sees_it_signed_and_a_changed_byte(
    tmp_path: Path, around: tuple[datetime, datetime], press: Press
) -> None:
    file, root = made(tmp_path, *around)
    signed = open_signer(file, PASSPHRASE, datetime.now(UTC)).sign(
        press.pdf(sample()), datetime.now(UTC)
    )

    place = len(press.pdf(sample())) // 2
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]

    assert looked_at(signed, root) == (True, True)
    assert not looked_at(changed, root)[0]


def test_what_is_added_afterwards_is_seen(
    tmp_path: Path, around: tuple[datetime, datetime], press: Press
) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    file, root = made(tmp_path, *around)
    signed = open_signer(file, PASSPHRASE, datetime.now(UTC)).sign(
        press.pdf(sample()), datetime.now(UTC)
    )
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Extra"] = generic.pdf_string("added")
    writer.update_root()
    later = BytesIO()
    writer.write(later)

    assert not looked_at(later.getvalue(), root)[0]


@pytest.mark.parametrize(("department", "signed"), [("revenue", True), ("municipal", False)])
def test_certificates_are_handed_over_signed_by_their_own_department(
    department: str, signed: bool, home: Home, press: Press, tmp_path: Path
) -> None:
    file, root = made(tmp_path, NOW - 9999 * DAY, NOW + 9999 * DAY)
    file.rename(tmp_path / f"{department}.p12")
    (tmp_path / f"{department}.words").write_bytes(PASSPHRASE + b"\n")
    told = {"MITRA_DOCUMENT_SIGNERS": str(tmp_path)}
    counter = Counter(home, press)
    counter.certificates = replace(counter.certificates, **finishing(read(told, tmp_path), NOW))

    issued = counter.issue("s1")

    kept = blobs.find(str(issued.gives["file"]["media"]), counter.keys, counter.store)
    assert kept is not None
    if signed:
        assert looked_at(kept.content, root) == (True, True)
    else:
        assert not PdfFileReader(BytesIO(kept.content)).embedded_signatures
    counter.store.close()


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [(-9, -1, "was over on"), (1, 9, "holds only from")],
)
def test_a_certificate_that_does_not_hold_stops_the_start(
    first: int, last: int, says: str, tmp_path: Path
) -> None:
    file, _ = made(tmp_path, NOW + first * DAY, NOW + last * DAY)

    with pytest.raises(SignerError, match=says):
        open_signer(file, PASSPHRASE, NOW)


def _no_folder(folder: Path) -> None:
    pass


def _another_passphrase(folder: Path) -> None:
    made(folder, NOW - DAY, NOW + DAY)[0].rename(folder / "revenue.p12")
    (folder / "revenue.words").write_bytes(b"another")


def _no_pkcs12(folder: Path) -> None:
    (folder / "revenue.p12").write_bytes(b"nothing")


def _unreadable_words(folder: Path) -> None:
    made(folder, NOW - DAY, NOW + DAY)[0].rename(folder / "revenue.p12")
    (folder / "revenue.words").mkdir()


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (_no_folder, "holds no <department>.p12"),
        (_another_passphrase, "cannot be opened"),
        (_no_pkcs12, "cannot be opened"),
        (_unreadable_words, "revenue.words cannot be read"),
    ],
)
def test_what_is_wrong_with_it_is_one_line(
    prepare: Callable[[Path], None], says: str, tmp_path: Path
) -> None:
    prepare(tmp_path)

    with pytest.raises(SettingsError) as refused:
        finishing(read({"MITRA_DOCUMENT_SIGNERS": str(tmp_path)}, tmp_path), NOW)

    assert len(refused.value.problems) == 1
    assert says in refused.value.problems[0]


def test_nothing_is_loaded_where_none_is_configured(tmp_path: Path) -> None:
    assert finishing(read({}, tmp_path), NOW) == {}

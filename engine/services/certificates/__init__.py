"""Certificates and tickets: what may be issued, under which number and id, and how its PDF is drawn."""

from engine.services.certificates.identity import certificate_id, read_id
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.number import certificate_number, is_certificate_number
from engine.services.certificates.record import CertificateRecord, FieldsError, Value
from engine.services.certificates.render import Press, UnprintableError, installed_fonts
from engine.services.certificates.written import written_fields

__all__ = [
    "CertificateKind",
    "CertificateRecord",
    "FieldsError",
    "Press",
    "UnprintableError",
    "Value",
    "certificate_id",
    "certificate_number",
    "installed_fonts",
    "is_certificate_number",
    "read_id",
    "written_fields",
]

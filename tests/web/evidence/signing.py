"""PDFs signed by a person of an authority that exists for one test."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.stamp import TextStampStyle

SIGNER = "Nguyễn Văn Mẫu"


@dataclass(frozen=True)
class Authority:
    """A root certificate and the files of one signer below it."""

    root: bytes
    signer: signers.SimpleSigner


def _name(common: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sở Nội vụ Tỉnh Mẫu")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common), organisation])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey):
    start = datetime.now(UTC) - timedelta(days=30)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )


def make_authority(folder: Path) -> Authority:
    """Make a root and a signer, with their files in a folder."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("CA Mẫu")
    root = (
        _builder(root_name, root_name, root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _builder(_name(SIGNER), root_name, key)
        .add_extension(_usage(signs_documents=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "signer.key").write_bytes(private)
    (folder / "signer.crt").write_bytes(certificate.public_bytes(pem))
    (folder / "root.crt").write_bytes(root.public_bytes(pem))
    signer = signers.SimpleSigner.load(
        str(folder / "signer.key"), str(folder / "signer.crt"), (str(folder / "root.crt"),)
    )
    return Authority(root.public_bytes(pem), signer)


def sign(
    content: bytes, authority: Authority, field: str = "ChuKy1", *, seal: bool = False
) -> bytes:
    """Return a PDF with one more signature, with a seal on its first page if wished."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    signer = signers.PdfSigner(
        PdfSignatureMetadata(field_name=field),
        signer=authority.signer,
        stamp_style=TextStampStyle(stamp_text="Ky so") if seal else None,
        new_field_spec=SigFieldSpec(field, box=(300, 80, 560, 160)) if seal else None,
    )
    return signer.sign_pdf(writer).getvalue()

"""Certificates of a country that does not exist: a root, an intermediate, signers, and the ways in which one fails."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGIN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
EXPIRED_ON = dt.datetime(2024, 6, 30, tzinfo=dt.UTC)
REVOKED_ON = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
PASSPHRASE = b"of nobody"


@dataclass(frozen=True)
class Identity:
    """A key with its certificate and those above it."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def pkcs12(self) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"signer", self.key, self.certificate, self.chain, serialization.BestAvailableEncryption(PASSPHRASE)
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def private(self) -> keys.PrivateKeyInfo:
        encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        return keys.PrivateKeyInfo.load(self.key.private_bytes(encoding, form, serialization.NoEncryption()))

    @property
    def der(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))


def _name(common: str, organisation: str, title: str = "") -> x509.Name:
    parts = [(NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common)]
    if title:
        parts.append((NameOID.TITLE, title))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _issued(
    name: x509.Name, issuer: Identity | None, *, authority: bool, end: dt.datetime = END, key=None, for_stamps=False
) -> Identity:
    key = key or ec.generate_private_key(ec.SECP256R1())
    parent, signing_key = (issuer.certificate, issuer.key) if issuer else (None, key)
    usage = dict.fromkeys(
        ("data_encipherment", "decipher_only", "encipher_only", "key_agreement", "key_encipherment"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(parent.subject if parent else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                content_commitment=not authority,
                key_cert_sign=authority,
                crl_sign=authority,
                **usage,
            ),
            critical=True,
        )
    )
    if for_stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    above = (issuer.certificate, *issuer.chain) if issuer else ()
    return Identity(key, builder.sign(signing_key, hashes.SHA256()), above)


@cache
def root() -> Identity:
    return _issued(_name("Autoridad raíz de Altamar", "Estado de Altamar"), None, authority=True)


@cache
def intermediate() -> Identity:
    return _issued(_name("Firma pública de Altamar", "Estado de Altamar"), root(), authority=True)


@cache
def signer(number: int = 1, *, end: dt.datetime = END) -> Identity:
    """The mayor of the city of this number."""
    name = _name(f"Alcaldesa {number}", f"Ayuntamiento {number}", "Alcaldesa")
    return _issued(name, intermediate(), authority=False, end=end)


def called(common: str) -> Identity:
    """One of whom the authority wrote down whatever name somebody gave."""
    return _issued(_name(common, "Ayuntamiento 103"), intermediate(), authority=False)


def expired() -> Identity:
    return signer(100, end=EXPIRED_ON)


def revoked() -> Identity:
    """The one that the list of `revocations` names."""
    return signer(101)


@cache
def stranger() -> Identity:
    """Signed by an authority that nobody here knows."""
    unknown = _issued(_name("Otra autoridad", "Nadie"), None, authority=True)
    return _issued(_name("Alguien", "Otra casa"), unknown, authority=False)


@cache
def short() -> Identity:
    """One whose key is too short."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - that is the point
    return _issued(_name("Alcaldesa corta", "Ayuntamiento 102"), intermediate(), authority=False, key=key)


@cache
def clock() -> Identity:
    """The authority that says what time it is."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = _name("Hora de Altamar", "Estado de Altamar")
    return _issued(name, intermediate(), authority=False, key=key, for_stamps=True)


@cache
def revocations(*, until: dt.datetime = END) -> bytes:
    """The list of revoked certificates of the intermediate authority, as PEM."""
    issuer = intermediate()
    gone = x509.RevokedCertificateBuilder(revoked().certificate.serial_number, REVOKED_ON).build()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(REVOKED_ON)
        .next_update(until)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_revoked_certificate(gone)
    )
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

"""Whom to trust: certificates of authorities and lists of revoked certificates, read from a folder."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, x509

SUFFIXES = (".pem", ".crt", ".cer", ".crl", ".der")


class TrustRefused(ValueError):
    """A file of a folder of authorities that cannot be read: which, and what was expected."""


@dataclass(frozen=True)
class TrustStore:
    """Certificates of authorities that are trusted, and signed lists of what they revoked."""

    anchors: tuple[x509.Certificate, ...] = ()
    revocations: tuple[crl.CertificateList, ...] = ()

    def revoked_at(self, certificate: x509.Certificate) -> dt.datetime | None:
        """When a certificate was revoked by a list that lies here, however old the list is; None where by none."""
        for one in self.revocations:
            if one.issuer != certificate.issuer:
                continue
            for row in one["tbs_cert_list"]["revoked_certificates"]:
                if row["user_certificate"].native == certificate.serial_number:
                    moment: dt.datetime = row["revocation_date"].native
                    return moment
        return None


NOBODY = TrustStore()


def read_trust(folder: Path) -> TrustStore:
    """Read all certificates and lists of a folder, as PEM or DER (`SUFFIXES`); other files are left alone.

    Raises TrustRefused where the folder or one of its files cannot be read.
    """
    if not folder.is_dir():
        raise TrustRefused(f"{folder}: no such folder; expected one with certificates of authorities as PEM files")
    anchors: list[x509.Certificate] = []
    revocations: list[crl.CertificateList] = []
    for file in sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES):
        try:
            for kind, der in _parts(file):
                if kind == "X509 CRL":
                    revocations.append(crl.CertificateList.load(der, strict=True))
                    revocations[-1].native  # noqa: B018 - reads all of it, so that what is broken is told now
                else:
                    anchors.append(x509.Certificate.load(der, strict=True))
                    anchors[-1].native  # noqa: B018 - as above
        except (ValueError, TypeError) as error:
            raise TrustRefused(f"{file}: expected certificates or lists of revoked ones, as PEM or DER") from error
    return TrustStore(tuple(anchors), tuple(revocations))


def _parts(file: Path) -> list[tuple[str, bytes]]:
    data = file.read_bytes()
    if pem.detect(data):
        return [(kind or "", der) for kind, _headers, der in pem.unarmor(data, multiple=True)]
    return [("X509 CRL" if file.suffix.lower() == ".crl" else "CERTIFICATE", data)]

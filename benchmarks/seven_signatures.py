"""An agreement with seven signatures is examined in under two seconds, each of them against all that followed it."""

import datetime as dt
import sys
import time

from _measure import ROOT, kept, show

SECONDS = 2.0
PARTIES = 7
TIMES = 5

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.documents.agreement_sample import agreement
    from tests.factories import certificates

    from entreciudades.documents.signatures.sign import sign_field
    from entreciudades.documents.signatures.trust import TrustStore
    from entreciudades.documents.signatures.verify import examine
    from entreciudades.documents.typeset import render_agreement

    trust = TrustStore(anchors=(certificates.root().der,))
    original = pdf = render_agreement(agreement(parties=PARTIES))
    rows = []
    for number in range(1, PARTIES + 1):
        holder = certificates.signer(number)
        pdf = sign_field(pdf, field=f"ciudad-{number}", pkcs12=holder.pkcs12, passphrase=certificates.PASSPHRASE)
        seconds = []
        for _time in range(TIMES):
            start = time.perf_counter()
            found = examine(pdf, at=dt.datetime.now(dt.UTC), original=original, trust=trust)
            seconds.append(time.perf_counter() - start)
        rows.append((str(number), len(found.all_findings), max(seconds), min(seconds), len(pdf) // 1000))
    show(("signatures", "findings", "slowest s", "fastest s", "kB"), rows)
    print(f"seven take {rows[-1][3] / rows[0][3]:.1f} times as long as one")
    kept(f"seven signatures examined in under {SECONDS:.0f} s", holds=rows[-1][2] < SECONDS and rows[-1][1] == 0)

"""The first view of home weighs under 150 kB compressed, its map apart."""

import gzip
import re

from _measure import demonstration, kept, show

KILOBYTES = 150
MAP = re.compile(r"img/land\.")
FILE = re.compile(r'(?:src|href)="/static/([^"]+)"')
FONT = re.compile(r'url\("?(fonts/[^")]+)')
UNUSED = "-latin-ext-"  # letters that the site's languages do not have: browsers leave them
PACKED = (".woff2", ".png", ".jpg", ".webp")  # compressed already

if __name__ == "__main__":
    with demonstration():
        from django.conf import settings
        from django.test import Client

        html = Client(HTTP_HOST="localhost").get("/es/").content
        names = {name for name in FILE.findall(html.decode()) if not MAP.search(name)}
        for sheet in [name for name in names if name.endswith(".css")]:
            text = settings.STATIC_ROOT.joinpath(sheet).read_text()
            names.update(f"build/{font}" for font in FONT.findall(text) if UNUSED not in font)
        rows = [("/es/", len(gzip.compress(html)))]
        for name in sorted(names):
            data = settings.STATIC_ROOT.joinpath(name).read_bytes()
            rows.append((name, len(data) if name.endswith(PACKED) else len(gzip.compress(data))))
        total = sum(size for _name, size in rows)
        show(("home, first view", "bytes compressed"), [*rows, ("together", total)])
        kept(f"under {KILOBYTES} kB", holds=total < KILOBYTES * 1000)

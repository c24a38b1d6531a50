"""Pictures that people upload: examined by their content, refused with the reason, written anew."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import puremagic
from PIL import Image

from entreciudades.core.errors import FileRefused
from entreciudades.core.uploads.documents import megabytes

if TYPE_CHECKING:
    from django.core.files import File

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
# Format of Pillow -> media type, names it goes by.
FORMATS = {
    "JPEG": ("image/jpeg", (".jpg", ".jpeg")),
    "PNG": ("image/png", (".png",)),
    "WEBP": ("image/webp", (".webp",)),
}
# Value of EXIF's Orientation -> what sets the picture upright (EXIF 2.32, 4.6.4).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
EXPECTED_TYPE = "JPEG, PNG, WebP"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture fit to be stored; width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def read_picture(upload: File[bytes]) -> Picture:
    """Return an upload as a picture without metadata, upright.

    Raises FileRefused with reason "size" (over MAX_BYTES), "type" (no JPEG, PNG or WebP), "name" (content is not
    what the name says), "animated", "pixels" (over MAX_PIXELS, found before decoding) or "broken" (cannot be decoded).
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FileRefused("size", found=megabytes(upload.size or 0), expected=megabytes(MAX_BYTES))
    image = _open(data)
    # Telephones write a JPEG with further pictures behind it, which Pillow calls MPO: the first is kept.
    name = "JPEG" if image.format == "MPO" else str(image.format)
    media_type, suffixes = FORMATS[name]
    suffix = PurePath(upload.name or "").suffix.lower()
    if suffix not in suffixes:
        raise FileRefused("name", found=suffix or "-", expected=suffixes[0])
    if name != "JPEG" and (frames := getattr(image, "n_frames", 1)) > 1:
        raise FileRefused("animated", found=str(frames), expected="1")
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise FileRefused("pixels", found=f"{image.width} × {image.height}", expected=str(MAX_PIXELS // 1_000_000))
    return _written_anew(image, name, media_type)


def _open(data: bytes) -> Image.Image:
    """Read the header only; the pixels are decoded later, once their number is known to be fit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is stricter
            return Image.open(io.BytesIO(data), formats=list(FORMATS))
    except Image.DecompressionBombError:
        raise FileRefused("pixels", found="> 178 956 970", expected=str(MAX_PIXELS // 1_000_000)) from None
    except (OSError, SyntaxError, ValueError):
        raise FileRefused("type", found=_kind(data), expected=EXPECTED_TYPE) from None


def _written_anew(image: Image.Image, name: str, media_type: str) -> Picture:
    try:
        image.load()
        upright = _upright(image)
        has_alpha = upright.mode in {"LA", "PA", "RGBA"} or "transparency" in upright.info
        plain = upright.convert("RGBA" if has_alpha and name != "JPEG" else "RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise FileRefused("broken", found=name, expected=name) from None
    plain.info = {}  # no place, camera, comment or profile is kept
    out = io.BytesIO()
    plain.save(out, name, **({} if name == "PNG" else {"quality": 88}))
    return Picture(out.getvalue(), media_type, plain.width, plain.height)


def _upright(image: Image.Image) -> Image.Image:
    """Turn a picture as its metadata say; damaged metadata, which Pillow could not write anew, say nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    return image if turn is None else image.transpose(turn)


def _kind(data: bytes) -> str:
    try:
        return puremagic.from_string(data, mime=True) or "?"
    except (puremagic.PureError, ValueError):
        return "?"

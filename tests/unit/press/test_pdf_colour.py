"""The colour profile of a PDF/A: another program reads it as sRGB."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageCms

from octavo.press.pdf.colour import srgb


def test_the_profile_is_srgb_to_the_last_step() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB"
    picture = Image.new("RGB", (256, 3))
    for step in range(256):
        for row, colour in enumerate(((step, step, step), (step, 255 - step, step // 2), (step, 0, 0))):
            picture.putpixel((step, row), colour)
    seen = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"))
    assert seen is not None
    assert max(most for _, most in ImageChops.difference(picture, seen).getextrema()) <= 1


def test_its_bytes_are_always_the_same() -> None:
    assert srgb() == srgb()
    assert len(srgb()) == 520

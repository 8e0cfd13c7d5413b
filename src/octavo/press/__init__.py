"""What leaves the shop: one folder for each output format. The presses share the galley, and do not know each other."""

from pathlib import Path


def styles_home() -> Path:
    """The folder of the style sheets: in the installed package, or at the top of the checkout."""
    here = Path(__file__).resolve()
    packaged = here.parents[1] / "styles"
    return packaged if packaged.is_dir() else here.parents[3] / "styles"

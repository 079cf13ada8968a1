"""Browsers whose camera shows one colour, so that whose picture is seen can be read from its pixels."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--mute-audio",
    # A machine without a network has nothing but its loopback.
    "--allow-loopback-in-peer-connection",
)
# A colour in YUV; far enough from the others to be told after two codecs.
COLOURS = {"red": (81, 90, 240), "blue": (41, 240, 110), "green": (145, 54, 34), "white": (235, 128, 128)}
# What is read of a video: the name of a colour, the three numbers of another, or nothing without a picture.
SEEN = """(video) => {
  if (!video?.videoWidth) return "";
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  const high = [red, green, blue].map((one) => one > 170 ? "1" : one < 90 ? "0" : "?").join("");
  return {"100": "red", "010": "green", "001": "blue", "111": "white"}[high] ?? `${red} ${green} ${blue}`;
}"""


def launch(
    playwright: Playwright,
    folder: Path,
    colour: str,
    *,
    asks: bool = False,
    more: Sequence[str] = (),
    program: str = "",
) -> Browser:
    """A browser process with such a camera, which it lends to every page, unless it `asks` before. Raises
    `FileNotFoundError` where there is no Chromium."""
    found = program or next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        raise FileNotFoundError("no Chromium was found: on Debian, apt-get install chromium")
    camera = [f"--use-file-for-fake-video-capture={picture(folder, colour)}"]
    camera += [] if asks else ["--use-fake-ui-for-media-stream"]
    return playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, *camera, *more])


def picture(folder: Path, colour: str) -> Path:
    """A film of one colour, 320 by 240, as Chromium reads it."""
    wide, high = 320, 240
    luma, blue, red = COLOURS[colour]
    frame = b"FRAME\n" + bytes([luma]) * (wide * high) + bytes([blue]) * (wide * high // 4)
    frame += bytes([red]) * (wide * high // 4)
    file = folder / f"{colour}.y4m"
    file.write_bytes(f"YUV4MPEG2 W{wide} H{high} F20:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)
    return file

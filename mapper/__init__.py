"""Who held which land on any day from 1918 to 1945: historical geodata as interactive Leaflet maps."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("historical-mapper")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+unknown"

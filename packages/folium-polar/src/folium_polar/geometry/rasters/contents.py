"""Checks of raster files before GDAL opens them: nothing in them names another file.

HDF5, of which NetCDF-4 is made, may keep data in other files by any path (HDF5 File Format
Specification 3.0, sections IV.A.2.e, g and h): external data files, external links and virtual
datasets.
"""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import numpy as np

from folium_polar.errors import RasterError, missing_package
from folium_polar.geometry.crs import file_in_crs, file_in_crs_bytes
from folium_polar.messages import Message

__all__ = ["HDF5", "check_contents"]

HDF5 = b"\x89HDF"
"""The first bytes of HDF5."""
# Objects of a file, and bytes of an attribute of text, that are checked at most.
_MOST_OBJECTS = 10_000
_MOST_TEXT_BYTES = 1_000_000
_REMEDY = "copy it into one file, as nccopy or h5repack do"


def check_contents(file: Path, head: bytes) -> None:
    """Refuse a raster file that names another file.

    Parameters
    ----------
    file : Path
        A GeoTIFF or NetCDF file.
    head : bytes
        Its first bytes.

    Raises
    ------
    RasterError
        It does, or is HDF5 and h5py cannot read it.
    UsageError
        It is HDF5, and h5py is not installed.
    """
    if head.startswith(HDF5):
        _check_hdf5(file)
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        _refuse_crs(file, file_in_crs_bytes(data))


def _refuse_crs(file: Path, name: str) -> None:
    if name:
        raise RasterError(
            Message("{file}: its CRS names a file, which is not opened: {name}", file.name, name),
            "give the file an EPSG code, as gdal_edit -a_srs does",
        )


def _check_hdf5(file: Path) -> None:
    try:
        import h5py
    except ImportError:
        raise missing_package("h5py", "raster", "a NetCDF-4 file") from None
    try:
        with h5py.File(file, "r") as opened:
            _check_objects(file, opened)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())[:120]
        problem = Message("{file} cannot be read: {reason}", file.name, reason)
        raise RasterError(problem, "it may be damaged") from None


def _check_objects(file: Path, opened: Any) -> None:
    """Check the objects of all groups without following a link to another file."""
    import h5py

    visited, groups = set(), [opened.id]
    _check_texts(file, opened.id)
    while groups:
        group = groups.pop()
        for name in list(group):
            if (kind := group.links.get_info(name).type) == h5py.h5l.TYPE_SOFT:
                continue  # to another name in the file
            if kind != h5py.h5l.TYPE_HARD:
                _refuse(file, name, "is a link to another file")
            item = h5py.h5o.open(group, name)
            address = h5py.h5o.get_info(item).addr
            if address in visited:
                continue
            visited.add(address)
            if len(visited) > _MOST_OBJECTS:
                problem = Message("{file} has more than {n:,} objects", file.name, _MOST_OBJECTS)
                raise RasterError(problem, _REMEDY)
            _check_texts(file, item)
            if isinstance(item, h5py.h5g.GroupID):
                groups.append(item)
            elif isinstance(item, h5py.h5d.DatasetID):
                properties = item.get_create_plist()
                if properties.get_external_count():
                    _refuse(file, name, "keeps its data in another file")
                if properties.get_layout() == h5py.h5d.VIRTUAL:
                    _refuse(file, name, "is a virtual dataset, made of other files")


def _check_texts(file: Path, item: Any) -> None:
    """Refuse an attribute that is a CRS with a file in it."""
    import h5py

    for n in range(h5py.h5a.get_num_attrs(item)):
        attribute = h5py.h5a.open(item, index=n)
        if attribute.get_type().get_class() != h5py.h5t.STRING:
            continue
        if attribute.get_storage_size() > _MOST_TEXT_BYTES:
            problem = Message("has more than {n:,} bytes of text", _MOST_TEXT_BYTES)
            _refuse(file, attribute.name, problem)
        for text in np.ravel(h5py.AttributeManager(_Parent(item))[attribute.name.decode()]):
            _refuse_crs(file, file_in_crs(text.decode() if isinstance(text, bytes) else str(text)))


class _Parent:
    """What `AttributeManager` needs of an object."""

    def __init__(self, id_: Any) -> None:
        self.id = id_


def _refuse(file: Path, name: bytes, problem: str) -> None:
    shown = name.decode(errors="replace")
    message = Message(
        "{file}: {name!r} in it {problem}, which is not opened",
        file.name,
        shown,
        Message(problem),
    )
    raise RasterError(message, _REMEDY)

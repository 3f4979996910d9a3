"""The join on many cores or machines, with dask: of a dask dataframe, or of a file that is read here and placed there.

The atlas is sent once to each worker, and made ready there (a second or so); rows are sent in batches, so the work
grows with the points and shrinks with the workers, as long as each has many batches. Threads of one process wait for
each other: take one process a core.
"""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from mapper.errors import CallError
from mapper.frames import join_frame
from mapper.ground import Ground
from mapper.placing import place_points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.atlas import Atlas
    from mapper.points import Batches, Placed

WANTED = "pip install 'historical-mapper[dask]'"
AHEAD = 3  # batches for each worker that are on their way


def join_parts(points: Any, atlas: Atlas, *asked: Any) -> Any:  # noqa: ANN401
    """Join the rows of a dask collection as `mapper.frames.join_frame` does those of a frame; nothing is computed yet.

    Raises
    ------
    CallError
        If dask is not installed, or a column is not there.
    """
    try:
        import dask_geopandas  # noqa: F401, PLC0415  (it tells dask what a GeoDataFrame is)
        from dask.delayed import delayed  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise CallError(f"join_dask needs dask: {WANTED}") from error
    meta = join_frame(points._meta, Ground(atlas), *asked)  # noqa: SLF001  (it has no public name)
    ground = delayed(Ground)(atlas)
    return points.map_partitions(join_frame, ground, *asked, meta=meta)


@contextmanager
def workers(atlas: Atlas, *, borders: bool) -> Iterator[Callable[[Batches], Placed]]:
    """Yield a function that places batches of rows, in their order, on the workers of a dask cluster.

    The cluster is the one that dask is told of (``DASK_SCHEDULER_ADDRESS``), or else one of this machine's cores.

    Raises
    ------
    CallError
        If dask.distributed is not installed.
    """
    try:
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise CallError(f"the engine dask needs dask: {WANTED}") from error
    told = dask.config.get("scheduler-address", None)
    here = {} if told else {"processes": True, "threads_per_worker": 1, "dashboard_address": None}
    with Client(told, **here) as client:  # type: ignore[no-untyped-call]
        ground = client.submit(Ground, atlas, pure=False)
        ahead = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))

        def place(batches: Batches) -> Placed:
            waiting: deque[tuple[Any, int, Any]] = deque()
            for dated, done in batches:
                args = (dated.xy, dated.days.first, dated.days.last)
                waiting.append((dated, done, client.submit(place_points, ground, *args, borders=borders, pure=False)))
                if len(waiting) >= ahead:
                    first, read, found = waiting.popleft()
                    yield first, read, found.result()
            for rest, read, found in waiting:
                yield rest, read, found.result()

        yield place

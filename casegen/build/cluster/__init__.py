"""Cases built by other machines: the workers of a Dask cluster (docs/cluster.md).

`crew` has cases built, `connection` knows Dask. `sending` says what leaves this machine, `worker` what is
done there; both know `parcel`, contents with their hashes, and `travel`, values with their paths.
"""

from casegen.build.cluster.crew import by_cluster

__all__ = ["by_cluster"]

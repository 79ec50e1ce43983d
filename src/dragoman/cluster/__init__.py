"""Owns coding over several machines: Daft on Ray; see `cluster.run`."""

"""The web desk: pages, their data in other formats, and the REST interface, over one archive."""

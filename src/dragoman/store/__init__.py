"""The archive: documents, events and what is said of them, with when each was learned."""

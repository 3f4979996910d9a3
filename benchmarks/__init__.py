"""mapper beside its peers: CPU seconds, memory and size of building a page and of joining points. See RESULTS.md."""

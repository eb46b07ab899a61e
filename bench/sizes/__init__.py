"""Databases of the sizes that are measured: made by a seeded generator, the same bytes of data at each run, and kept.

``template(name)`` gives a folder as ``tests.support.server.filled`` fills it. What was made once is kept in the folder
for temporary files, under a hash of the generator, of the tables and of the samples.
"""

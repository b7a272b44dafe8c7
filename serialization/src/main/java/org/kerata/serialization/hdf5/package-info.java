/**
 * HDF5 files as far as Keras needs them: groups, attributes, datasets of numbers and strings. {@link
 * org.kerata.serialization.hdf5.Hdf5Writer} writes what h5py writes by default; {@link org.kerata.serialization.hdf5.Hdf5File} reads what
 * h5py writes with any of its settings, and takes every file for one from a stranger.
 */
@NullMarked
package org.kerata.serialization.hdf5;

import org.jspecify.annotations.NullMarked;

/**
 * Data for training: the columns of samples (tensors by order or by name), batches of them, and data sets that shuffle, batch and map.
 */
@NullMarked
package org.kerata.training.data;

import org.jspecify.annotations.NullMarked;

/** The largest or the mean of windows, or of whole sequences, images and volumes. */
@NullMarked
package org.kerata.layers.pooling;

import org.jspecify.annotations.NullMarked;

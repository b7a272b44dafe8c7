/** The largest or the mean of windows, or of whole images. */
@NullMarked
package org.kerata.layers.pooling;

import org.jspecify.annotations.NullMarked;

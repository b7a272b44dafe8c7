/** The same numbers under another shape, repeated, or with borders added and cut off. */
@NullMarked
package org.kerata.layers.reshaping;

import org.jspecify.annotations.NullMarked;

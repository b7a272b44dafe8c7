/** The same numbers under another shape, and borders around them. */
@NullMarked
package org.kerata.layers.reshaping;

import org.jspecify.annotations.NullMarked;

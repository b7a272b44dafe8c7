/** How weights start: Keras's initializers. A shape and a seed go in, a tensor comes out. */
@NullMarked
package org.kerata.layers.initializers;

import org.jspecify.annotations.NullMarked;

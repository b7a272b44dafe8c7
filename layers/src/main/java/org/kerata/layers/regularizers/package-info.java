/** Penalties on weights and outputs: Keras's regularizers. A tensor goes in, a scalar for the loss comes out. */
@NullMarked
package org.kerata.layers.regularizers;

import org.jspecify.annotations.NullMarked;

/** Activation functions by Keras's names. */
@NullMarked
package org.kerata.layers.activations;

import org.jspecify.annotations.NullMarked;

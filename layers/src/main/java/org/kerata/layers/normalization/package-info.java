/** Layers that bring activations to mean 0 and variance 1. */
@NullMarked
package org.kerata.layers.normalization;

import org.jspecify.annotations.NullMarked;

/** Activation functions as layers of their own. */
@NullMarked
package org.kerata.layers.activation;

import org.jspecify.annotations.NullMarked;

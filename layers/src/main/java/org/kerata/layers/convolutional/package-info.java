/** Convolutions, channels last at heart: {@code channels_first} is turned before and after. */
@NullMarked
package org.kerata.layers.convolutional;

import org.jspecify.annotations.NullMarked;

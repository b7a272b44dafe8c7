/** Layers that bring raw data into the form that networks learn from. */
@NullMarked
package org.kerata.layers.preprocessing;

import org.jspecify.annotations.NullMarked;

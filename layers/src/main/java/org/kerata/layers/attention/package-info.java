/** Layers in which each element of one sequence looks for what it needs in another. */
@NullMarked
package org.kerata.layers.attention;

import org.jspecify.annotations.NullMarked;

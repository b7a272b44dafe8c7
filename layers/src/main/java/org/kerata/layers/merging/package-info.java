/** Layers that make one tensor of several. */
@NullMarked
package org.kerata.layers.merging;

import org.jspecify.annotations.NullMarked;

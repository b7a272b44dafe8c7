/** What weights are forced to after an update: Keras's constraints. */
@NullMarked
package org.kerata.layers.constraints;

import org.jspecify.annotations.NullMarked;

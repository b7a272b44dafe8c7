/** Layers that disturb training so that models generalise; in inference they pass their input on. */
@NullMarked
package org.kerata.layers.regularization;

import org.jspecify.annotations.NullMarked;

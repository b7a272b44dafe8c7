/**
 * Recurrent layers: cells that compute one step, layers that run them along a sequence, and wrappers around such layers. Sequences go in
 * as {@code (batch, steps, features)}; the last output, all outputs and the last states come out.
 */
@NullMarked
package org.kerata.layers.recurrent;

import org.jspecify.annotations.NullMarked;

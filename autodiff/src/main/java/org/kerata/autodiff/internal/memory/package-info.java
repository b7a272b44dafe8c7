/** The one place that allocates native memory: aligned, counted, freed when nobody holds it any more. */
@NullMarked
package org.kerata.autodiff.internal.memory;

import org.jspecify.annotations.NullMarked;

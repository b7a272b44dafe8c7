/** oneDNN: its engine and streams, memory descriptors, primitives created once and executed on fixed memory. */
@NullMarked
package org.kerata.autodiff.internal.kernels.onednn;

import org.jspecify.annotations.NullMarked;

/** Kernels: plain Java over host arrays for the portable set, vectorising loops and oneDNN primitives for the fast one. */
@NullMarked
package org.kerata.autodiff.internal.kernels;

import org.jspecify.annotations.NullMarked;

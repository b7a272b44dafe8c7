/**
 * Tensors, the op catalogue, reverse-mode gradients and compiled functions: numbers go in as Java arrays, come out as Java arrays, and
 * in between run as one program on native kernels. Nothing here knows what a layer is.
 */
@NullMarked
package org.kerata.autodiff;

import org.jspecify.annotations.NullMarked;

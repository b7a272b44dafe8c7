/** The portable kernels of ops that are not pointwise: plain row-major loops over {@link org.kerata.autodiff.internal.kernels.Host}. */
@NullMarked
package org.kerata.autodiff.internal.kernels.reference;

import org.jspecify.annotations.NullMarked;

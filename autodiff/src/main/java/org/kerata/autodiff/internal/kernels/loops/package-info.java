/** Lists of vectorising loops over blocks: loads from native memory, steps in the first-level cache, stores back. */
@NullMarked
package org.kerata.autodiff.internal.kernels.loops;

import org.jspecify.annotations.NullMarked;

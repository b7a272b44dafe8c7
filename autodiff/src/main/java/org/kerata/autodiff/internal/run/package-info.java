/** Running programs: instances with their arenas, the team of workers, the evaluator behind lazy tensors. */
@NullMarked
package org.kerata.autodiff.internal.run;

import org.jspecify.annotations.NullMarked;

/** From a traced graph to a plan: simplification, fusion, cuts and phases, the memory plan. */
@NullMarked
package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.NullMarked;

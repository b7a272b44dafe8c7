/**
 * What tensors are made of: nodes, the ops that make them, and the trace that records a function of tensors. For the modules above
 * and for whoever adds an op; application code works with {@link org.kerata.autodiff.Tensor} and {@link org.kerata.autodiff.Ops}.
 */
@NullMarked
package org.kerata.autodiff.graph;

import org.jspecify.annotations.NullMarked;

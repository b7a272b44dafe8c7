package org.kerata.autodiff.internal.kernels.loops;

import org.kerata.autodiff.graph.Pointwise;

/** One loop over registers. */
public record Step(Pointwise.Loop loop, int a, int b, int c, int out) {}

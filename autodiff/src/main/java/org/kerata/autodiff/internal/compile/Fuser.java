package org.kerata.autodiff.internal.compile;

/** Rewrites a simplified graph for the fast kernels. */
final class Fuser {
    private Fuser() {}

    static Traced fuse(Traced t, int slices) {
        return t;
    }
}

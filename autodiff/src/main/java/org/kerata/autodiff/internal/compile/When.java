package org.kerata.autodiff.internal.compile;

/** When a tensor of a loop's body is known. */
enum When {
    /** The same in every step. */
    FIXED,
    /** A function of the scanned tensors and of what is fixed. */
    SCANNED,
    /** Depends on the carry. */
    STEP;

    static When ofParameter(int i, int carries, int scanned) {
        return i < carries ? STEP : i < carries + scanned ? SCANNED : FIXED;
    }
}

package org.kerata.autodiff.internal.run;

/**
 * What went wrong in a run.
 *
 * @param phase the phase in which it did
 * @param cause what was thrown
 */
record Failure(int phase, Throwable cause) {}

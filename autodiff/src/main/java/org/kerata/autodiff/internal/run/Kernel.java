package org.kerata.autodiff.internal.run;

/** The work of one slice of one task, bound to fixed memory. */
public interface Kernel {
    /** Does it, on this worker's thread. */
    void run(Worker worker);
}

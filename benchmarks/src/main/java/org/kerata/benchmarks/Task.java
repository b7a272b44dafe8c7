package org.kerata.benchmarks;

/** Something ready to be timed. */
interface Task {
    /** How many numbers it trains; moving statistics do not count. */
    long parameters();

    /** Runs batch {@code index} from host arrays; answers with the loss, or with one number of the output. */
    double step(int index);
}

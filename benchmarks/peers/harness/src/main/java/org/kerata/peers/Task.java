package org.kerata.peers;

/** A model that is ready to run. */
public interface Task {
    /** How many numbers it trains; moving statistics do not count. */
    long parameters();

    /** Runs batch {@code index} from host arrays; answers with the loss, or with one number of the output. */
    double step(int index) throws Exception;
}

package org.kerata.training;

import java.nio.ByteBuffer;
import org.kerata.autodiff.graph.Spec;

/** A step at work on batches of one size: compiled, or op by op. */
interface Runner extends Feed.Slots, AutoCloseable {
    /** Runs the step on what is in the slots. */
    void run();

    /** A result as a number: the mean of its elements. */
    double number(int i);

    /** A result in memory, valid until the next run. */
    ByteBuffer bytes(int i);

    /** How many results there are. */
    int results();

    /** Type and shape of a result. */
    Spec spec(int i);

    /** Lets go of memory. */
    @Override
    void close();
}

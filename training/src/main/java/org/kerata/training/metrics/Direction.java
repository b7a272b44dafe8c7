package org.kerata.training.metrics;

/** Whether more of a metric is better: what the mode {@code "auto"} of callbacks asks. */
public enum Direction {
    /** More is better. */
    UP,
    /** Less is better. */
    DOWN,
    /** Not known; callbacks must be told. */
    UNKNOWN
}

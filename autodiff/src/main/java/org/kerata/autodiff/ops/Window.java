package org.kerata.autodiff.ops;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;

/**
 * A window that slides along one axis. Window {@code o} touches the input at {@code o · stride - before + k · dilation} for k from 0 to
 * {@code size}, exclusive; places outside of the input are padding.
 *
 * @param input the length of the axis
 * @param size how many elements the window touches
 * @param stride from one window to the next
 * @param dilation from one touched element to the next
 * @param before padded elements in front of the input
 * @param after padded elements behind it
 * @param output how many windows there are
 */
public record Window(int input, int size, int stride, int dilation, int before, int after, int output) {

    /** The window along an axis of known length, under the padding of that axis. */
    public static Window of(long input, int size, int stride, int dilation, Padding padding) {
        int n = Math.toIntExact(input);
        int span = span(size, dilation);
        int output = Math.toIntExact(output(n, size, stride, dilation, padding));
        int lack = Math.max(0, (output - 1) * stride + span - n);
        int before = switch (padding.rule()) {
            case VALID -> 0;
            case SAME -> lack / 2;
            case CAUSAL -> span - 1;
            case GIVEN -> padding.before().get(0);
        };
        return new Window(n, size, stride, dilation, before, Math.max(0, lack - before), output);
    }

    /**
     * The number of windows; unknown if the length is, or a size that counts.
     *
     * @throws ShapeException if not a single window fits
     */
    public static long output(long input, int size, int stride, int dilation, Padding padding) {
        if (stride < 1) {
            throw new ShapeException("A stride must be at least 1. Received: " + stride + ".");
        }
        if (input == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        if (padding.rule() == Padding.Rule.SAME || padding.rule() == Padding.Rule.CAUSAL) {
            return (input + stride - 1) / stride;
        }
        if (size == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        int span = span(size, dilation);
        boolean given = padding.rule() == Padding.Rule.GIVEN;
        long padded = given ? input + padding.before().get(0) + padding.after().get(0) : input;
        if (padded < span) {
            throw new ShapeException("A window of " + span
                    + (dilation > 1 ? " (" + size + " with dilation " + dilation + ")" : "")
                    + " does not fit into an axis of length " + padded + (given ? " (with its padding)" : "")
                    + ". Use padding \"same\" or a larger input.");
        }
        return (padded - span) / stride + 1;
    }

    /** From the first touched element to the last. */
    static int span(int size, int dilation) {
        return (size - 1) * dilation + 1;
    }

    /** Where the window touches the input; outside of {@code 0 … input - 1} if it is padding. */
    public int at(int o, int k) {
        return o * stride - before + k * dilation;
    }

    /** Whether a place lies inside of the input. */
    public boolean isInside(int place) {
        return place >= 0 && place < input;
    }
}

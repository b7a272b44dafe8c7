package org.kerata.autodiff.graph;

import org.jspecify.annotations.Nullable;

/**
 * What a pointwise op does to each element.
 *
 * @param inputs how many operands it has, one to three; they are broadcast to the output's shape
 * @param real the exact function in double precision
 * @param whole the function on integers; null where integers are computed as reals
 * @param loop a vectorising loop over blocks of floats; null where {@code real} is called for each element
 * @param eltwise oneDNN's algorithm for it, if there is one
 * @param costly whether a Java loop takes ten times as long as oneDNN's (exponentials and their kin)
 */
public record Pointwise(
        int inputs,
        Real real,
        @Nullable Whole whole,
        @Nullable Loop loop,
        @Nullable Eltwise eltwise,
        boolean costly) {

    /** The function on reals; operands beyond the arity are 0. Truth values are 0 and 1. */
    public interface Real {
        /** The function. */
        double at(double a, double b, double c);
    }

    /** The function on integers. */
    public interface Whole {
        /** The function. */
        long at(long a, long b, long c);
    }

    /**
     * The function on a block of floats. Implementations call one static loop without branches and calls inside, so that the
     * virtual machine vectorises it. {@code out} may be one of the operands. Truth values are 0 and 1.
     */
    public interface Loop {
        /** Computes the first {@code n} elements of {@code out}. */
        void run(float[] a, float[] b, float[] c, float[] out, int n);
    }

    /** A oneDNN {@code eltwise} algorithm with its two parameters. */
    public record Eltwise(int algorithm, float alpha, float beta) {}

    /** A function of one operand. */
    public static Pointwise unary(java.util.function.DoubleUnaryOperator f) {
        return new Pointwise(1, (a, b, c) -> f.applyAsDouble(a), null, null, null, false);
    }

    /** A function of two operands. */
    public static Pointwise binary(java.util.function.DoubleBinaryOperator f) {
        return new Pointwise(2, (a, b, c) -> f.applyAsDouble(a, b), null, null, null, false);
    }

    /** A function of three operands. */
    public static Pointwise ternary(Real f) {
        return new Pointwise(3, f, null, null, null, false);
    }

    /** With a function on integers. */
    public Pointwise whole(Whole f) {
        return new Pointwise(inputs, real, f, loop, eltwise, costly);
    }

    /** With a vectorising loop. */
    public Pointwise loop(Loop f) {
        return new Pointwise(inputs, real, whole, f, eltwise, costly);
    }

    /** With a oneDNN algorithm. */
    public Pointwise eltwise(int algorithm, double alpha, double beta) {
        return new Pointwise(inputs, real, whole, loop, new Eltwise(algorithm, (float) alpha, (float) beta), costly);
    }

    /** Marked as costly in Java. */
    public Pointwise slowInJava() {
        return new Pointwise(inputs, real, whole, loop, eltwise, true);
    }
}

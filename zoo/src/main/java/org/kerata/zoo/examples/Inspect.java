package org.kerata.zoo.examples;

/** Prints what is in model files, without loading them: {@code -Drun=Inspect -Dargs="FILE…"}. */
public final class Inspect {
    private Inspect() {}

    /** {@code Inspect}, with the files as arguments. */
    public static void main(String[] args) {
        org.kerata.Inspect.main(args);
    }
}

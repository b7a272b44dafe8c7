package org.kerata.autodiff.graph;

/** The settings of an op that has none. */
public record NoAttributes() {
    /** The only one needed. */
    public static final NoAttributes NONE = new NoAttributes();

    @Override
    public String toString() {
        return "";
    }
}

package org.kerata.autodiff.graph;

/** The names of the layers whose {@code call} is running on this thread; nodes remember them, and messages show them. */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<String> CURRENT = ThreadLocal.withInitial(() -> "");

    private final String before;

    private Scope(String before) {
        this.before = before;
    }

    /** The names now in force, separated by slashes. */
    public static String current() {
        return CURRENT.get();
    }

    /** Adds a name until the result is closed. */
    public static Scope enter(String name) {
        String before = CURRENT.get();
        CURRENT.set(before.isEmpty() ? name : before + "/" + name);
        return new Scope(before);
    }

    /** Makes these names the current ones until the result is closed: for nodes that stand in for others. */
    public static Scope as(String names) {
        String before = CURRENT.get();
        CURRENT.set(names);
        return new Scope(before);
    }

    @Override
    public void close() {
        CURRENT.set(before);
    }
}

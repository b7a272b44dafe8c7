package org.kerata.autodiff;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.memory.NativeMemory;

/**
 * How the process computes: threads, slices, kernels, native memory. Set once at the start; programs compiled before a change of slices or
 * kernels are compiled again.
 *
 * <p>The environment sets the same before the first use: {@code KERATA_THREADS}, {@code KERATA_SLICES}, {@code KERATA_KERNELS}
 * ({@code fast} or {@code reference}), {@code KERATA_CHECK_NUMERICS} ({@code true}), {@code KERATA_MEMORY} (bytes, or a number with k, m, g).
 */
public final class Engine {
    /** Which kernels compute. */
    public enum Kernels {
        /** oneDNN and vectorising loops; what is not covered runs on the portable ones. */
        FAST,
        /** Plain Java in double precision: other processors, and the yardstick of the tests. */
        REFERENCE
    }

    private static volatile int threads =
            positive("KERATA_THREADS", Runtime.getRuntime().availableProcessors());
    private static volatile int slices = positive("KERATA_SLICES", threads);
    private static final ThreadLocal<@Nullable Kernels> KERNELS_HERE = new ThreadLocal<>();
    private static volatile Kernels kernels = kernelsFromEnvironment();
    private static volatile boolean checkNumerics = Boolean.parseBoolean(System.getenv("KERATA_CHECK_NUMERICS"));

    private Engine() {}

    /** How many threads compute, the caller among them. Any number gives the same bits. */
    public static int threads() {
        return threads;
    }

    /** Sets how many threads compute. */
    public static void threads(int n) {
        threads = atLeastOne("threads", n);
    }

    /** Into how many slices a batch is cut. The bits of results depend on it, by rounding. */
    public static int slices() {
        return slices;
    }

    /** Sets into how many slices a batch is cut. */
    public static void slices(int n) {
        slices = atLeastOne("slices", n);
    }

    /** Which kernels compute. */
    public static Kernels kernels() {
        Kernels here = KERNELS_HERE.get();
        return here != null ? here : kernels;
    }

    /**
     * Programs that this thread makes until the result is closed compute with these kernels, whatever the process does. The portable ones
     * treat NaN as IEEE 754 has it, which native ones do not everywhere.
     */
    public static Using using(Kernels k) {
        return new Using(k);
    }

    /** Kernels of one thread, until it is closed. */
    public static final class Using implements AutoCloseable {
        private final @Nullable Kernels before = KERNELS_HERE.get();

        private Using(Kernels k) {
            KERNELS_HERE.set(k);
        }

        @Override
        public void close() {
            if (before == null) {
                KERNELS_HERE.remove();
            } else {
                KERNELS_HERE.set(before);
            }
        }
    }

    /** Sets which kernels compute. */
    public static void kernels(Kernels k) {
        kernels = k;
    }

    /** Whether every result is checked for NaN and infinities. */
    public static boolean checkNumerics() {
        return checkNumerics;
    }

    /**
     * Sets whether every result of every op is checked, as {@code tf.debugging.enable_check_numerics} does: the first NaN or infinity is an
     * error that names the op and the layer in which it appeared, and no variable is written in that run. Programs are not fused then, and
     * are several times slower.
     */
    public static void checkNumerics(boolean check) {
        checkNumerics = check;
    }

    /** What programs depend on besides their graph; a cache of programs keeps it with each. */
    public static Settings settings() {
        return new Settings(kernels(), slices, checkNumerics);
    }

    /** The engine's settings that make other programs. */
    public record Settings(Kernels kernels, int slices, boolean checkNumerics) {}

    /** The most native memory that Kerata may hold, in bytes; by default nine tenths of the machine's. */
    public static long memoryLimit() {
        return NativeMemory.limit();
    }

    /** Sets the most native memory that Kerata may hold, in bytes. */
    public static void memoryLimit(long bytes) {
        NativeMemory.limit(bytes);
    }

    /** The native memory that Kerata holds now, in bytes. */
    public static long memoryUsed() {
        return NativeMemory.used();
    }

    /** How many native allocations there have been; a warm training step makes none. */
    public static long allocations() {
        return NativeMemory.allocations();
    }

    private static int atLeastOne(String what, int n) {
        if (n < 1) {
            throw new ConfigException("Engine: " + what + " must be at least 1. Received: " + n + ".");
        }
        return n;
    }

    private static int positive(String variable, int otherwise) {
        String text = System.getenv(variable);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            return atLeastOne(variable, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            throw new ConfigException(variable + " must be a whole number. Received: \"" + text + "\".");
        }
    }

    private static Kernels kernelsFromEnvironment() {
        String text = System.getenv("KERATA_KERNELS");
        if (text == null || text.isBlank()) {
            return Kernels.FAST;
        }
        try {
            return Kernels.valueOf(text.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("KERATA_KERNELS must be \"fast\" or \"reference\". Received: \"" + text + "\".");
        }
    }
}

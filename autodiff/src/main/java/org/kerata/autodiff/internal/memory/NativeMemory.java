package org.kerata.autodiff.internal.memory;

import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;

/**
 * Allocates and counts all native memory of Kerata. When a request would exceed the limit, the collector runs (unreachable buffers are
 * freed by it) and the request is tried again for a while before it fails with the sizes.
 */
public final class NativeMemory {
    private static final int ALIGNMENT = 64;
    private static final int ATTEMPTS = 20;
    private static final long WAIT_MILLIS = 25;

    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicLong USED = new AtomicLong();
    private static final AtomicLong ALLOCATIONS = new AtomicLong();
    private static volatile long limit = initialLimit();

    static {
        Loader.load(Pointer.class);
    }

    private NativeMemory() {}

    /** Bytes in use now. */
    public static long used() {
        return USED.get();
    }

    /** How many allocations there have been since the process began. */
    public static long allocations() {
        return ALLOCATIONS.get();
    }

    /** The most bytes that may be in use. */
    public static long limit() {
        return limit;
    }

    /** Sets the most bytes that may be in use. */
    public static void limit(long bytes) {
        if (bytes <= 0) {
            throw new ConfigException("The native memory limit must be positive. Received: " + bytes + " bytes.");
        }
        limit = bytes;
    }

    static NativeBuffer allocate(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A buffer cannot have " + bytes + " bytes.");
        }
        long gross = bytes + ALIGNMENT;
        reserve(gross, bytes);
        // Zeroed by the operating system, which for large blocks costs nothing until they are used.
        Pointer base = Pointer.calloc(1, gross);
        if (base == null || base.isNull()) {
            USED.addAndGet(-gross);
            throw new KerataException("The operating system refused " + megabytes(bytes) + " of native memory; "
                    + megabytes(USED.get()) + " are in use. Use a smaller batch or free memory.");
        }
        ALLOCATIONS.incrementAndGet();
        long aligned = (base.address() + ALIGNMENT - 1) & -ALIGNMENT;
        NativeBuffer buffer = new NativeBuffer(aligned, bytes);
        CLEANER.register(buffer, () -> {
            Pointer.free(base);
            USED.addAndGet(-gross);
        });
        return buffer;
    }

    private static void reserve(long gross, long bytes) {
        for (int attempt = 0; ; attempt++) {
            long now = USED.get();
            if (now + gross <= limit) {
                if (USED.compareAndSet(now, now + gross)) {
                    return;
                }
                continue;
            }
            if (attempt == ATTEMPTS) {
                throw new KerataException(
                        "Native memory is exhausted: " + megabytes(bytes) + " were asked for while " + megabytes(now)
                                + " of " + megabytes(limit)
                                + " are in use. Use a smaller batch, or raise the limit with Engine.memoryLimit(bytes) or KERATA_MEMORY.");
            }
            System.gc();
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String megabytes(long bytes) {
        return String.format("%.1f MiB", bytes / 1048576.0);
    }

    private static long initialLimit() {
        String set = System.getenv("KERATA_MEMORY");
        if (set != null && !set.isBlank()) {
            return parse(set.trim());
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            return os.getTotalMemorySize() / 10 * 9;
        }
        return Long.MAX_VALUE;
    }

    private static long parse(String text) {
        String digits = text.replaceAll("[kmgKMG]$", "");
        int shift = switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        try {
            return Long.parseLong(digits) << shift;
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    "KERATA_MEMORY must be bytes, or a number with k, m or g, such as 8g. Received: \"" + text + "\".");
        }
    }
}

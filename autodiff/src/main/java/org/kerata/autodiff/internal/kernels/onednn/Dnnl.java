package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.lang.ref.Cleaner;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.internal.run.Omp;
import org.slf4j.LoggerFactory;

/** The library: whether it is there, its engine, a stream for each thread, and its status codes as exceptions. */
public final class Dnnl {
    static final Cleaner CLEANER = Cleaner.create();
    private static final @Nullable dnnl_engine ENGINE = start();
    private static final ThreadLocal<dnnl_stream> STREAM = ThreadLocal.withInitial(Dnnl::newStream);

    private Dnnl() {}

    /** Whether oneDNN runs on this machine. */
    public static boolean isAvailable() {
        return ENGINE != null;
    }

    /** The CPU engine. */
    public static dnnl_engine engine() {
        if (ENGINE == null) {
            throw new KerataException("oneDNN is not available on this machine.");
        }
        return ENGINE;
    }

    /** This thread's stream. */
    public static dnnl_stream stream() {
        return STREAM.get();
    }

    /** Fails unless the status is success. */
    static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new KerataException("oneDNN refused: " + what + ", status " + status + ".");
        }
    }

    private static dnnl_stream newStream() {
        dnnl_stream s = new dnnl_stream();
        check(dnnl_stream_create(s, engine(), dnnl_stream_default_flags), "a stream");
        return s;
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static @Nullable dnnl_engine start() {
        try {
            Omp.load();
            dnnl_engine e = new dnnl_engine();
            check(dnnl_engine_create(e, dnnl_cpu, 0), "the CPU engine");
            return e;
        } catch (LinkageError | RuntimeException e) {
            LoggerFactory.getLogger(Dnnl.class)
                    .warn("oneDNN cannot be loaded ({}); the portable kernels compute instead.", e.toString());
            return null;
        }
    }
}

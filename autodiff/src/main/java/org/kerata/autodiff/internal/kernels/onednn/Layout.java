package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** How a float tensor lies in memory, in oneDNN's terms (a memory descriptor). Freed by the collector. */
public final class Layout {
    private final dnnl_memory_desc md;
    private final String text;

    private final long reach;

    private Layout(dnnl_memory_desc md, String text, long reach) {
        this.md = md;
        this.text = text;
        this.reach = reach;
        Dnnl.CLEANER.register(this, () -> dnnl_memory_desc_destroy(md));
    }

    /** Row-major. */
    public static Layout dense(long... dims) {
        long[] strides = new long[dims.length];
        long n = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = n;
            n *= Math.max(1, dims[i]);
        }
        return strided(dims, strides);
    }

    /** With the given stride, in elements, for each axis. */
    public static Layout strided(long[] dims, long[] strides) {
        dnnl_memory_desc md = new dnnl_memory_desc();
        Dnnl.check(
                dnnl_memory_desc_create_with_strides(md, dims.length, dims, dnnl_f32, strides),
                "a layout of " + Arrays.toString(dims) + " with strides " + Arrays.toString(strides));
        long last = 0;
        for (int i = 0; i < dims.length; i++) {
            last += (dims[i] - 1) * strides[i];
        }
        return new Layout(md, Arrays.toString(dims) + Arrays.toString(strides), (last + 1) * Float.BYTES);
    }

    /** A batch of images, (n, c, spatial…) for oneDNN, that lies channels-last in memory. */
    public static Layout channelsLast(long n, long c, long... spatial) {
        long[] dims = new long[spatial.length + 2];
        long[] strides = new long[dims.length];
        dims[0] = n;
        dims[1] = c;
        strides[1] = 1;
        long stride = c;
        for (int i = spatial.length - 1; i >= 0; i--) {
            dims[i + 2] = spatial[i];
            strides[i + 2] = stride;
            stride *= spatial[i];
        }
        strides[0] = stride;
        return strided(dims, strides);
    }

    /** Whatever the primitive likes best. */
    public static Layout any(long... dims) {
        dnnl_memory_desc md = new dnnl_memory_desc();
        Dnnl.check(
                dnnl_memory_desc_create_with_tag(md, dims.length, dims, dnnl_f32, dnnl_format_tag_any),
                "a free layout of " + Arrays.toString(dims));
        return new Layout(md, Arrays.toString(dims) + "any", 0);
    }

    /** A copy of a descriptor that a primitive owns. */
    static Layout copyOf(dnnl_memory_desc owned) {
        dnnl_memory_desc md = new dnnl_memory_desc();
        Dnnl.check(dnnl_memory_desc_clone(md, owned), "a copy of a layout");
        return new Layout(md, "chosen", dnnl_memory_desc_get_size(md));
    }

    dnnl_memory_desc md() {
        return md;
    }

    /** The bytes that it takes. */
    public long bytes() {
        return dnnl_memory_desc_get_size(md);
    }

    /** The bytes from the first element to the end of the last. */
    public long reach() {
        return reach;
    }

    /** Whether the other describes the same. */
    public boolean sameAs(Layout other) {
        return dnnl_memory_desc_equal(md, other.md) != 0;
    }

    @Override
    public String toString() {
        return text;
    }
}

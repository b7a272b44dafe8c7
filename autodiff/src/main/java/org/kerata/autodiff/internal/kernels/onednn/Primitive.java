package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A oneDNN primitive: a kernel generated for certain shapes and layouts. Shared by threads; freed by the collector. */
public final class Primitive {
    private final dnnl_primitive_desc description;
    private final dnnl_primitive primitive;
    private final String implementation;
    private final long scratch;

    /** Describes a primitive under given attributes; returns oneDNN's status. */
    public interface Describe {
        /** Fills the description. */
        int into(dnnl_primitive_desc description, dnnl_primitive_attr attributes);
    }

    private Primitive(dnnl_primitive_desc description, dnnl_primitive primitive) {
        this.description = description;
        this.primitive = primitive;
        this.implementation = implementation(description);
        dnnl_memory_desc md = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0);
        this.scratch = md == null || md.isNull() ? 0 : dnnl_memory_desc_get_size(md);
        Dnnl.CLEANER.register(this, () -> {
            dnnl_primitive_destroy(primitive);
            dnnl_primitive_desc_destroy(description);
        });
    }

    /**
     * Creates a primitive.
     *
     * @param what for the message if oneDNN refuses
     */
    static Primitive create(String what, PostOps post, Describe describe) {
        Primitive p = tryCreate(post, describe);
        if (p == null) {
            Dnnl.check(-1, what);
            throw new IllegalStateException(what);
        }
        return p;
    }

    /** Creates a primitive; null if oneDNN has no kernel for it. */
    static @org.jspecify.annotations.Nullable Primitive tryCreate(PostOps post, Describe describe) {
        dnnl_primitive_attr attr = post.attributes();
        try {
            dnnl_primitive_desc d = new dnnl_primitive_desc();
            if (describe.into(d, attr) != dnnl_success) {
                return null;
            }
            dnnl_primitive p = new dnnl_primitive();
            if (dnnl_primitive_create(p, d) != dnnl_success) {
                dnnl_primitive_desc_destroy(d);
                return null;
            }
            return new Primitive(d, p);
        } finally {
            dnnl_primitive_attr_destroy(attr);
        }
    }

    private static String implementation(dnnl_primitive_desc d) {
        try (PointerPointer<BytePointer> out = new PointerPointer<>(1)) {
            Dnnl.check(dnnl_primitive_desc_query(d, dnnl_query_impl_info_str, 0, out), "the name of an implementation");
            return out.get(BytePointer.class, 0).getString();
        }
    }

    /** The layout of its weights. */
    public Layout weights() {
        return layout(dnnl_query_weights_md, 0);
    }

    /** The layout of the gradient of its weights. */
    public Layout diffWeights() {
        return layout(dnnl_query_diff_weights_md, 0);
    }

    /** How its workspace lies. */
    public Layout workspaceLayout() {
        return layout(dnnl_query_workspace_md, 0);
    }

    /** The bytes that its forward pass hands to its backward pass; 0 if nothing. */
    public long workspace() {
        dnnl_memory_desc md = dnnl_primitive_desc_query_md(description, dnnl_query_workspace_md, 0);
        return md == null || md.isNull() ? 0 : dnnl_memory_desc_get_size(md);
    }

    /** The layout that it chose for one of its operands. */
    Layout layout(int query, int index) {
        return Layout.copyOf(dnnl_primitive_desc_query_md(description, query, index));
    }

    dnnl_primitive_desc description() {
        return description;
    }

    dnnl_primitive primitive() {
        return primitive;
    }

    /** The bytes of scratch memory that each run needs. */
    public long scratch() {
        return scratch;
    }

    /** oneDNN's name of the implementation; those that begin with {@code ref} or {@code gemm} are slow. */
    public String implementation() {
        return implementation;
    }
}

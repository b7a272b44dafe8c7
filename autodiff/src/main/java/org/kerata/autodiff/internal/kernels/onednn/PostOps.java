package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** What a primitive does to its result before it writes it. */
public final class PostOps {
    private final List<Step> steps = new ArrayList<>();

    private sealed interface Step permits Eltwise, Binary, Sum {}

    private record Eltwise(int algorithm, float alpha, float beta) implements Step {}

    private record Binary(int algorithm, Layout operand) implements Step {}

    private record Sum() implements Step {}

    /** A function of each element. */
    public PostOps eltwise(int algorithm, float alpha, float beta) {
        steps.add(new Eltwise(algorithm, alpha, beta));
        return this;
    }

    /** An operation with a second tensor. */
    public PostOps binary(int algorithm, Layout operand) {
        steps.add(new Binary(algorithm, operand));
        return this;
    }

    /** Adds what was in the destination before. */
    public PostOps sum() {
        steps.add(new Sum());
        return this;
    }

    /** Attributes with these steps and scratch memory from the caller. The caller destroys them. */
    dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attr = new dnnl_primitive_attr();
        Dnnl.check(dnnl_primitive_attr_create(attr), "attributes");
        Dnnl.check(dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user), "scratch memory of ours");
        if (steps.isEmpty()) {
            return attr;
        }
        dnnl_post_ops ops = new dnnl_post_ops();
        Dnnl.check(dnnl_post_ops_create(ops), "post-ops");
        try {
            for (Step s : steps) {
                if (s instanceof Eltwise e) {
                    Dnnl.check(dnnl_post_ops_append_eltwise(ops, e.algorithm, e.alpha, e.beta), "an eltwise post-op");
                } else if (s instanceof Binary b) {
                    Dnnl.check(dnnl_post_ops_append_binary(ops, b.algorithm, b.operand.md()), "a binary post-op");
                } else {
                    Dnnl.check(dnnl_post_ops_append_sum(ops, 1, 0, dnnl_f32), "a sum post-op");
                }
            }
            Dnnl.check(dnnl_primitive_attr_set_post_ops(attr, ops), "post-ops");
        } catch (RuntimeException e) {
            dnnl_primitive_attr_destroy(attr);
            throw e;
        } finally {
            dnnl_post_ops_destroy(ops);
        }
        return attr;
    }
}
